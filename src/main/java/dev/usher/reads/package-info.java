/** Reads that share calls to the store: what arrives while a read is under way goes together in the next one. */
package dev.usher.reads;
