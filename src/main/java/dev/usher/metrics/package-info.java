/**
 * What the process counts and measures, for Prometheus. Implements what the other packages tell their watches; nothing
 * but this package knows Micrometer. Every label has a bounded number of values: operations, problems, reasons, and the
 * busiest few events.
 */
package dev.usher.metrics;
