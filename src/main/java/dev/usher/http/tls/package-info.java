/** Certificates, and their reload while the server runs. */
package dev.usher.http.tls;
