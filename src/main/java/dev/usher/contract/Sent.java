package dev.usher.contract;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.Map;

/**
 * What a client sent for an operation, as it came: text that is decoded once, and not to be trusted.
 *
 * @param path its parameters, by name
 * @param query by name, as often as each was given
 * @param body ignored when the operation takes none
 */
public record Sent(Map<String, String> path, MultiMap query, MultiMap headers, Buffer body) {}
