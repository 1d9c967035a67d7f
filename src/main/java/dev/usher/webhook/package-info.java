/**
 * The operator's webhook: every committed version of every event is posted to one endpoint, in order for each event, at
 * least once, in the form of Standard Webhooks 1.0.0.
 *
 * <pre>
 *   a turn commits a version, and marks the event as untold in the same transaction
 *     SeatLedger --publishes the turn--> WebhookVerticle    queue of events; at most 16 deliveries at once
 *     index Untold --sweep------------->   EventDelivery    reads the cursor, claims, posts the next versions, moves the cursor
 *                                            ChangeLog        the versions behind the cursor
 *                                            WebhookClient    signs and posts one message
 *                                            EndpointBreaker  whether the endpoint is sent anything now
 * </pre>
 *
 * <p>Version v + 1 is only sent by a process that has seen version v confirmed, either in a response or in the stored
 * cursor. So the first arrivals of an event's versions rise, whichever processes die or send at the same time. A claim
 * keeps processes from sending the same versions; nothing else depends on it. A process that has just committed the
 * only undelivered version sends it without a claim, and from memory if it is short. No other version is kept in memory
 * while the endpoint does not answer: the marks in the store name what is left.
 */
package dev.usher.webhook;
