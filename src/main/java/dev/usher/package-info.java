/**
 * Start and stop of Usher. A request passes through the packages http, contract, bus, then users, events or
 * registrations.
 */
package dev.usher;
