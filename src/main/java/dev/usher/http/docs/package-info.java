/** Static pages: the contract, the reference, the pages of problem types. */
package dev.usher.http.docs;
