package dev.usher.contract;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.Map;

/**
 * Unvalidated input of an operation as the client sent it, decoded once.
 *
 * @param path path parameters, by name
 * @param query query parameters, by name; each as often as it was sent
 * @param body ignored if the operation has none
 */
public record RawRequest(Map<String, String> path, MultiMap query, MultiMap headers, Buffer body) {}
