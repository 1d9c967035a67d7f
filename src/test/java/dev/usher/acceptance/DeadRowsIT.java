package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.audit.TableAudit;
import dev.usher.dynamodb.TestDynamoDb;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What lies in a line's table at or below its floor goes; what stands above it stays, left or not. */
class DeadRowsIT {
    private static final int PEOPLE = 90;
    private static final String PREFIX = TestDynamoDb.newPrefix();
    private static LocalUsher usher;
    private static StoredRows stored;
    private static ApiClient api;

    @BeforeAll
    static void start() throws Exception {
        usher = LocalUsher.start(TestDynamoDb.endpoint(), PREFIX, Map.of());
        stored = new StoredRows(TestDynamoDb.endpoint(), PREFIX);
        api = usher.api();
        for (int i = 0; i < PEOPLE; i++) {
            stored.user("p" + i);
        }
    }

    @AfterAll
    static void stop() {
        usher.close();
        stored.close();
        TableAudit.strict(TestDynamoDb.endpoint(), PREFIX).assertClean();
    }

    @Test
    void thoseOfThePromotedGo() throws Exception {
        api.event("promoted", 30, true);
        for (int i = 0; i < 30; i++) {
            api.register("promoted", "p" + i);
        }
        Crowd.act(60, 16, i -> api.register("promoted", "p" + (30 + i)));
        assertThat(stored.tickets("promoted")).isEqualTo(tickets(1, 60));

        Crowd.act(30, 16, i -> api.unregister("promoted", "p" + i));
        Eventually.holds(() -> assertThat(stored.tickets("promoted")).isEqualTo(tickets(31, 60)));
    }

    @Test
    void thoseOfWhoLeftStayUntilTheFloorPassesThem() throws Exception {
        api.event("left", 1, true);
        for (int i = 0; i < 6; i++) {
            api.register("left", "p" + i);
        }
        api.unregister("left", "p2");
        api.unregister("left", "p3");
        assertThat(stored.tickets("left")).isEqualTo(tickets(1, 5));

        assertThat(api.unregister("left", "p0").text("promoted")).isEqualTo("p1");
        Eventually.holds(() -> assertThat(stored.tickets("left")).isEqualTo(tickets(4, 5)));
        assertThat(api.unregister("left", "p1").text("promoted")).isEqualTo("p4");
        api.unregister("left", "p5");
        Eventually.holds(() -> assertThat(stored.tickets("left")).isEmpty());
        assertThat(api.register("left", "p6").body().get("waitlistPosition").asInt())
                .isEqualTo(1);
        assertThat(stored.tickets("left")).containsExactly(6L);
    }

    @Test
    void thoseThatAnEarlierProcessLeftGoWhenTheEventIsUsed() throws Exception {
        for (int i = 1; i <= 60; i++) {
            stored.place("leftover", "p" + i, i);
        }
        stored.seated("leftover", "p0");
        stored.waiting("leftover", "p61", 61);
        stored.event("leftover", 1, 1, 1, 61, 60);

        assertThat(api.register("leftover", "p62")
                        .body()
                        .get("waitlistPosition")
                        .asInt())
                .isEqualTo(2);
        Eventually.holds(() -> assertThat(stored.tickets("leftover")).isEqualTo(tickets(61, 62)));
    }

    private static List<Long> tickets(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }
}
