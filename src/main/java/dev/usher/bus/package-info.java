/**
 * Request and reply over the local event bus: requests go to the service that registered for their type, answers and
 * failures come back on the context of the caller, at the latest at the deadline.
 */
package dev.usher.bus;
