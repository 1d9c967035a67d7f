/** Self-signed certificates for tests, and clients that trust any. */
package dev.usher.tls;
