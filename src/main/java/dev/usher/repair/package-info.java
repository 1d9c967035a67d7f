/**
 * Finds what does not fit together in the rows of an event, and mends it.
 *
 * <p>{@link dev.usher.repair.SelfCheck} compares an event's counters with its rows beside the server's work, a bounded
 * number of rows at a time, and only reports. {@link dev.usher.repair.EventRepair} is the command {@code --repair}: it
 * reads an event whole, computes with {@link dev.usher.repair.RepairPlan} what has to change, and writes it by
 * transactions on the condition that the event's version has not moved.
 *
 * <p>Registrations are taken as they are. Everything else follows from them: counters, digest, waitlist, floor.
 */
package dev.usher.repair;
