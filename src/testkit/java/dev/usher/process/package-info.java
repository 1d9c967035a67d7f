/** Starts JVMs for tests and benchmarks. */
package dev.usher.process;
