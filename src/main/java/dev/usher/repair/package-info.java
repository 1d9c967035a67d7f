/**
 * Finds and corrects inconsistent rows of an event.
 *
 * <p>{@link dev.usher.repair.ConsistencyCheck} compares an event's counters with its rows while the server runs, a
 * bounded number of rows at a time, and only reports. {@link dev.usher.repair.EventRepair} is the command
 * {@code --repair}. It reads an event completely, computes the corrections with
 * {@link dev.usher.repair.plan.RepairPlan}, and writes them by transactions on the condition that the event's version
 * is unchanged.
 *
 * <p>Registrations are authoritative. Counters, digest, waitlist and floor are derived from them.
 */
package dev.usher.repair;
