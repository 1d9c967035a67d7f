/**
 * The feed of events: one {@link dev.usher.feed.EventFeed} for each event that is watched in this process, filled by
 * the turns that are committed here and, where another replica committed, by the change log.
 *
 * <pre>
 *   SeatLedger --publishes each turn--> EventFeedVerticle -- EventFeed -- EventUpdates, to each component that serves readers
 *   Changes ----read by ChangeLog-----> EventFeedVerticle
 *   SubscribeToEvent ---------------->  EventFeedVerticle -- InitialUpdates, continued by EventUpdates
 *   ListChanges (a page) ------------>  ChangesVerticle -- ChangesPage, read by ChangeLog
 *   FeedInterest (a page that waits) -> EventFeedVerticle -- EventUpdates, which wake the ChangesVerticle
 * </pre>
 *
 * <p>A message lost here is no data loss: the change log has every version. This package does not depend on HTTP, and
 * never delays the ledger: turns are published after their commit.
 */
package dev.usher.feed;
