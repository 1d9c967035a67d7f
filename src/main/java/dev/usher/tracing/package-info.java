/**
 * OpenTelemetry traces, from a request over the bus and its turn to each DynamoDB call. Off unless the environment sets
 * an endpoint or an exporter. Only this package uses OpenTelemetry.
 */
package dev.usher.tracing;
