/**
 * HTTP API of Usher: a router driven by the contract, one bus request for each operation that the contract allows, and
 * one table from errors to responses. Independent of the store.
 */
package dev.usher.http;
