/** Reads of one or more items: batches, pages, the waitlist, and reads that are serializable with transactions. */
package dev.usher.dynamodb.read;
