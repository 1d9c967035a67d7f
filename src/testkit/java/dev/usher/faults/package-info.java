/**
 * Fault rig: real server processes on a real DynamoDB Local, all subject to faults, their clients, and the records that
 * {@link dev.usher.history.CheckResult} checks.
 */
package dev.usher.faults;
