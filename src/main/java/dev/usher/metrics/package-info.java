/**
 * Prometheus metrics. Implements the listener interfaces of the other packages and is the only package that uses
 * Micrometer. Every label has a bounded number of values: operations, problems, reasons, and the busiest few events.
 */
package dev.usher.metrics;
