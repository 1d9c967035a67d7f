/**
 * Traces, by OpenTelemetry: from a request over the bus into its turn, and to each call to DynamoDB. Off unless the
 * environment says where traces go. Nothing but this package knows OpenTelemetry.
 */
package dev.usher.tracing;
