/**
 * SDK clients and what surrounds a call: credentials, timeouts, circuit breaker, error classification, clock skew and
 * listeners.
 */
package dev.usher.dynamodb.client;
