/** Certificates that tests make for themselves, and clients that trust any. */
package dev.usher.tls;
