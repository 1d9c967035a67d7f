/** Strict JSON: parser, media types and texts of requests, independent of the contract. */
package dev.usher.contract.json;
