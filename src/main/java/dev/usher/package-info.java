/**
 * Usher's start and stop. The tree below is the way of a request: http, contract, bus, then users, events or
 * registrations.
 */
package dev.usher;
