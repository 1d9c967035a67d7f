/** Access: bearer tokens, challenges, rate limits, and the context of an authenticated and validated request. */
package dev.usher.http.access;
