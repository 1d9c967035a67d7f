/** The one way in which tests and benchmarks start JVMs. */
package dev.usher.process;
