/** Connections: limits, octet budgets and graceful ends. The only package that uses internals of Vert.x. */
package dev.usher.http.connection;
