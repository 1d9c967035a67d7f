/** Downloads of an event's whole roster and waitlist as CSV. */
package dev.usher.http.roster;
