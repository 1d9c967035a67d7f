/**
 * Events as they change, for who watches them: one {@link dev.usher.live.Feed} for each event that is watched in this
 * process, filled by the ledger's turns as they are committed here and, once a second, by a look at the event, since
 * other processes commit, too.
 *
 * <pre>
 *   SeatLedger --publishes each turn--> LiveVerticle -- Feed -- News, to all who serve readers in this process
 *   Watch (a reader comes) ---------->  LiveVerticle -- Backlog, from where the reader goes on with the News
 * </pre>
 *
 * <p>What is lost here is lost to nobody: a reader who misses anything starts again with the event as it stands. Knows
 * neither HTTP nor the store, and never makes the ledger wait: what it is told of, it is told afterwards.
 */
package dev.usher.live;
