/** Live streams: server-sent events of one event loop, encoded once for each audience. */
package dev.usher.http.sse;
