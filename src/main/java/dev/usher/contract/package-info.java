/**
 * The contract, and the validation of requests against it. The contract is read from the jar once. Every request is
 * checked against its schemas before it is processed; the validated arguments have a type of their own. Depends on no
 * router and no service, does no I/O after loading, and writes no response: it returns the invalid parts.
 */
package dev.usher.contract;
