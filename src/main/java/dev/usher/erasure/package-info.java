/** Erasure of users: ends their registrations through the ledger, event by event, until none is left. */
package dev.usher.erasure;
