/**
 * The ledger: one queue and at most one turn in progress for each event, its retries, and the coordination with other
 * replicas.
 */
package dev.usher.registrations.ledger;
