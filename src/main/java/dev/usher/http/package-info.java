/**
 * The HTTP face of Usher: a router that the contract drives, validation by the contract's schemas, one bus request for
 * each operation, and one table from what went wrong to what is answered. Knows nothing of the store.
 */
package dev.usher.http;
