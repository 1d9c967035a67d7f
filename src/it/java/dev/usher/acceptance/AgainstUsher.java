package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.audit.TableAudit;
import dev.usher.dynamodb.TestDynamoDb;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * Base class with one server for each test class, a client, and its own tables. The tables must pass the audit at the
 * end of the class.
 */
abstract class AgainstUsher {
    static final List<String> PEOPLE = List.of("ada", "bob", "cleo", "dan", "eve", "fay");

    private static String prefix;
    private static final List<LocalUsher> REPLICAS = new ArrayList<>();
    static ApiClient api;

    @BeforeAll
    static void open() throws Exception {
        prefix = TestDynamoDb.newPrefix();
        api = replica(Map.of()).api();
        for (var person : PEOPLE) {
            api.user(person);
        }
    }

    @AfterAll
    static void close() throws Exception {
        REPLICAS.forEach(LocalUsher::close);
        REPLICAS.clear();
        TableAudit.strict(TestDynamoDb.endpoint(), prefix).assertClean();
    }

    static URI uri() {
        return REPLICAS.get(0).uri();
    }

    /** Starts another replica on the same tables, which is closed at the end of the class. */
    static LocalUsher replica(Map<String, String> settings) throws Exception {
        var replica = LocalUsher.start(TestDynamoDb.endpoint(), prefix, settings);
        REPLICAS.add(replica);
        return replica;
    }

    static String prefix() {
        return prefix;
    }

    /** An event with a waitlist where these people have registered, in their order. */
    static void eventWithWaitlist(String eventId, int capacity, String... people) throws IOException {
        api.event(eventId, capacity, true);
        for (var person : people) {
            assertThat(api.register(eventId, person).status()).isEqualTo(200);
        }
    }

    /** Taken seats and waitlist entries, as the event says. */
    static String counts(String eventId) throws IOException {
        var event = api.get("/events/" + eventId);
        return event.text("currentRegistrations") + " of " + event.text("capacity") + ", " + event.text("waitlistCount")
                + " waiting";
    }
}
