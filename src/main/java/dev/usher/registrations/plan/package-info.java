/** Planning of turns: a pure function from the rows read and the queued changes to one transaction and its answers. */
package dev.usher.registrations.plan;
