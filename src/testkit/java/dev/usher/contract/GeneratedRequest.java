package dev.usher.contract;

import java.util.Map;

/**
 * Request generated from the contract.
 *
 * @param target path and query, encoded
 * @param body JSON, well-formed or not, or null
 * @param flaw the invalid part, or null when the contract allows the request
 */
public record GeneratedRequest(
        String operationId, String method, String target, Map<String, String> headers, String body, Flaw flaw) {

    /** @param name a parameter's or header's name, in the body a JSON Pointer; null for the part as a whole */
    public record Flaw(String in, String name) {}

    @Override
    public String toString() {
        return method + " " + target + " " + headers + (body == null ? "" : " " + body)
                + (flaw == null ? "" : ", wrong in " + flaw);
    }
}
