/**
 * The HTTP face of Usher: a router that the contract drives, one bus request for each operation that the contract
 * allows, and one table from what went wrong to what is answered. Knows nothing of the store.
 */
package dev.usher.http;
