/** Batching of reads: those that arrive while a read is in progress share the next call to the store. */
package dev.usher.batching;
