package dev.usher.acceptance;

import dev.usher.dynamodb.TestDynamoDb;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Reads a live stream with npm's event-source-polyfill: its reconnects carry {@code lastEventId} in the query. */
class EventSourcePolyfillIT {
    @Test
    void continuesAfterReconnect() throws Exception {
        try (var usher = LocalUsher.start(TestDynamoDb.endpoint(), TestDynamoDb.newPrefix(), Map.of())) {
            NodeScript.run("polyfill.mjs", usher.uri().toString());
        }
    }
}
