/**
 * The heart: seats, the line, and promotion.
 *
 * <p>Every change of an event's seats or line is a {@link dev.usher.registrations.Change} that goes through the
 * {@link dev.usher.registrations.SeatLedger}. For each event it queues the changes in the order of their arrival and
 * runs one turn after the other: what waits is taken, what has to be known is read, a pure plan folds the changes over
 * a working copy, and the difference between before and after is one transaction on the condition that the event's
 * version has not moved.
 *
 * <pre>
 *   SeatLedger            one for the process; an EventLedger for each event that is asked for
 *     EventLedger         the queue, and at most one turn under way
 *       Relay               waits for its moment where other processes write the same event
 *         Rivals              pure: whose leg it is, as far as this process can see
 *       TurnRun           read, plan, commit, and again until the store has decided; then the answers
 *         Plan            pure: Situation + changes -> Needs | Stale | Ready(turn, answers)
 *           Outlook         what has to be read, and whether what was read fits together
 *           Draft           the event and its rows while changes fold into it
 *             WorkingLine     its line
 *         DeferredChanges decides what the turn does not accept, by serializable reads
 *           Admission       pure: whether a change is accepted at one version
 *           EventRoster     the users with a row at one version, kept current by the change log
 *         LedgerStore     the reads, and the one write
 * </pre>
 *
 * <p>Rules that everything here keeps:
 *
 * <ul>
 *   <li>Correctness comes from conditions in the store, never from being the only process.
 *   <li>A plan is given the moment of its decision: whether registration is open is a matter of the event and that
 *       moment.
 *   <li>A cancelled event owes nothing: it takes nobody and promotes nobody, and whoever wants to leave may.
 *   <li>A register takes a seat only if nobody waits; a seat that comes free goes to the head of the line in the same
 *       transaction; tickets are given in commit order and promoted in ticket order.
 *   <li>Nothing is planned around an unknown outcome: the same request goes again with the same token. When its callers
 *       are gone, the next turn reads afresh.
 *   <li>A refusal is decided by a serializable read after the request had arrived, never inside a turn; a store that is
 *       busy or fails is never a refusal. An unregister that finds no row commits that there is none.
 *   <li>Where many are refused, a roster in memory decides. It is accepted only with the digest of its version, and
 *       used only at a version that was the event's current one after the request.
 *   <li>Each turn is one row of the change log; replaying the rows gives the event, its roster and its waitlist.
 *   <li>Where processes meet on one event they take legs of some turns each, so that they do not refuse each other's
 *       transactions. That is manners, not correctness: nothing rests on it.
 *   <li>Reads of several rows are no snapshot. A line with a gap, a line that is too short, or a row that does not fit
 *       its place is a commit half seen: everything is read again.
 * </ul>
 *
 * <p>An event's ledger lives on one Vert.x context and has no locks; callers are answered on their own.
 */
package dev.usher.registrations;
