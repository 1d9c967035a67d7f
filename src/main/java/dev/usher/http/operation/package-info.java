/** Operations of the contract: validated request, authorization, bus request, response. */
package dev.usher.http.operation;
