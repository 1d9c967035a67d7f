/** Checks before routing: limits of the HTTP server, request targets, header rules and the body. */
package dev.usher.http.request;
