/** Representation of events as iCalendar objects (RFC 5545). */
package dev.usher.http.calendar;
