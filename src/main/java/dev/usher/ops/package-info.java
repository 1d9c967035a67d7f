/** Health checks and metrics for operators, on a separate port. */
package dev.usher.ops;
