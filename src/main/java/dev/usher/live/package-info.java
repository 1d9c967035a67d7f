/**
 * The feed of events: one {@link dev.usher.live.Feed} for each event that is watched in this process, filled by the
 * turns that are committed here and, where another replica committed, by the change log.
 *
 * <pre>
 *   SeatLedger --publishes each turn--> LiveVerticle -- Feed -- News, to each component that serves readers
 *   Changes ----read by ChangeLog-----> LiveVerticle
 *   Watch (a new reader) ------------>  LiveVerticle -- Backlog, from which the reader continues with the News
 *   ListChanges (a page) ------------>  LiveVerticle -- ChangesPage
 * </pre>
 *
 * <p>A message lost here is no data loss: the change log has every version. This package does not depend on HTTP, and
 * never delays the ledger: turns are published after their commit.
 */
package dev.usher.live;
