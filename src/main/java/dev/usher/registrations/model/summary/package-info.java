/** Values that summarize the rows of an event: counted departures, and the digest of its registrations. Pure. */
package dev.usher.registrations.model.summary;
