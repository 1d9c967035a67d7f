/** Usher's start and stop. The tree below is the way of a request: http, bus, then users, events or registrations. */
package dev.usher;
