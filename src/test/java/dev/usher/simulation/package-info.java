/**
 * Deterministic simulation of several replicas over one DynamoDB. A schedule is one thread, one random number generator
 * and one virtual clock, so that its seed repeats it exactly; the server's own classes run in it unchanged, from the
 * ledger down to the requests of the AWS SDK.
 */
package dev.usher.simulation;
