/** Health checks and metrics on a separate port, and the format and levels of the log. */
package dev.usher.ops;
