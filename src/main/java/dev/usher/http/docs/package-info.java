/** Static pages: the contract, the reference, the problem types, and the boards of events. */
package dev.usher.http.docs;
