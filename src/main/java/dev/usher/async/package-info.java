/** Repeated asynchronous work: loops, pauses between tries, and periodic jobs. */
package dev.usher.async;
