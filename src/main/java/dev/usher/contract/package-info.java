/**
 * The contract, and what it allows: read from the jar once, and every request held against its schemas before anybody
 * acts on it. What comes out is trusted, and of another type than what went in. Knows no router and no service, does no
 * I/O once it is read, and answers nobody: it says which places are wrong.
 */
package dev.usher.contract;
