/**
 * Seats, waitlist and promotion.
 *
 * <p>Every change of an event's seats or waitlist is a {@link dev.usher.registrations.model.LedgerCommand} that goes
 * through the {@link dev.usher.registrations.ledger.SeatLedger}. For each event the ledger queues the changes in the
 * order of their arrival and runs one turn after the other. A turn takes the queued changes and reads what they need; a
 * pure plan folds them over a working copy. The difference between before and after is one transaction, on the
 * condition that the event's version is unchanged.
 *
 * <pre>
 *   SeatLedger            one for the process; an EventLedger for each requested event
 *     EventLedger         the queue, and at most one turn in progress
 *       ContentionGate      waits where other processes write the same event
 *         ContentionTracker   pure: which process sends next, as far as this one observes
 *       TurnExecutor      read, plan, commit, and again until the store has decided; then the answers
 *         TurnPlanner     pure: PlanInput + changes -> Needs | Stale | Ready(turn, answers)
 *           ReadRequirements  what must be read, and whether the rows read are consistent
 *           WorkingState    the event and its rows while changes fold into it
 *             WorkingWaitlist its waitlist
 *         DeferredChanges decides the changes that the turn does not accept, by serializable reads
 *           Admission       pure: whether a change is accepted at one version
 *           EventRoster     the users with a row at one version, kept current by the change log
 *         LedgerStore     the reads, and the one write
 * </pre>
 *
 * <p>Rules of this package:
 *
 * <ul>
 *   <li>Correctness comes from conditions in the store, never from being the only process.
 *   <li>A plan takes the moment of its decision as input: whether registration is open depends on the event and that
 *       moment.
 *   <li>A cancelled event owes no seat: it accepts and promotes no user, no seat lapses, and users may still leave.
 *   <li>A register takes a seat only if the waitlist is empty; a freed seat goes to the head of the waitlist in the
 *       same transaction; tickets are given in commit order and promoted in ticket order.
 *   <li>Nothing is planned around an unknown outcome: the same request is sent again with the same token. When its
 *       callers are gone, the next turn reads afresh.
 *   <li>A refusal is decided by a serializable read after the request had arrived, never inside a turn; a store that is
 *       busy or fails is never a refusal. An unregister that finds no row commits its absence.
 *   <li>Where many are refused, a roster in memory decides. It is accepted only with the digest of its version, and
 *       used only at a version that was the event's current one after the request.
 *   <li>Each turn is one row of the change log; replaying the rows gives the event, its roster and its waitlist.
 *   <li>Processes that write the same event take legs of some turns each, so that they do not refuse each other's
 *       transactions. Correctness does not depend on the legs.
 *   <li>Reads of several rows are no snapshot. A waitlist with a gap, one that is too short, or a row that does not
 *       match its entry is a half-visible commit: everything is read again.
 * </ul>
 *
 * <p>An event's ledger lives on one Vert.x context and has no locks; callers are answered on their own contexts.
 */
package dev.usher.registrations;
