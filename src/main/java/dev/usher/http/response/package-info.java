/**
 * Responses: JSON of the resources, problems, conditional requests, compression, access log and the end of a
 * connection.
 */
package dev.usher.http.response;
