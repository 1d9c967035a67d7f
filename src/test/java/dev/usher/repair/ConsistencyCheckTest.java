package dev.usher.repair;

import static dev.usher.acceptance.Eventually.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.dynamodb.Rows;
import dev.usher.events.Event;
import dev.usher.registrations.model.LoggedTurn;
import dev.usher.registrations.model.summary.Departures;
import dev.usher.registrations.report.Drift;
import dev.usher.registrations.store.ChangeStore;
import dev.usher.registrations.store.LedgerStore;
import dev.usher.repair.plan.LastLogged;
import dev.usher.service.Page;
import dev.usher.users.UserStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A check of an event without registrations that other versions of it pass by. */
@ExtendWith(VertxExtension.class)
class ConsistencyCheckTest {
    private final List<Long> logReads = new ArrayList<>();
    private long version = 1;
    private long missing;

    @Test
    void changeLogIsReadInPages(Vertx vertx) throws Exception {
        assertThat(check(vertx, 61)).isEqualTo(Drift.NONE);
        assertThat(logReads).containsExactly(1L, 26L, 51L);
    }

    @Test
    void missingVersionEndsTheCheck(Vertx vertx) throws Exception {
        missing = 30;
        assertThat(check(vertx, 61)).isEqualTo(Drift.MOVING);
        assertThat(logReads).containsExactly(1L, 26L);
    }

    /** @param later version of the event after its first read */
    private Drift check(Vertx vertx, long later) throws Exception {
        LedgerStore ledger = proxy(LedgerStore.class, (what, arguments) -> switch (what) {
            case "event" -> {
                var read = Rows.event("e", 10, counts(version));
                version = later;
                yield Optional.of(read);
            }
            case "registrations" -> new Page<>(List.of(), null);
            case "departures" -> new Departures(0, LongStream.empty());
            case "changes" -> changes((long) arguments[1], (int) arguments[2]);
            default -> throw new AssertionError(what);
        });
        RepairStore store = proxy(RepairStore.class, (what, arguments) -> switch (what) {
            case "waitlist" -> new Page<>(List.of(), null);
            case "removeUsers" -> null;
            case "lastLogged" -> new LastLogged(version, true);
            default -> throw new AssertionError(what);
        });
        UserStore users = proxy(UserStore.class, (what, arguments) -> Map.of());
        return get(new ConsistencyCheck(vertx, ledger, store, users, 1_000, 1).of("e"));
    }

    private List<LoggedTurn> changes(long after, int max) {
        assertThat(max).isLessThanOrEqualTo(ChangeStore.PAGE);
        logReads.add(after);
        return Stream.iterate(after + 1, next -> next + 1)
                .filter(next -> next != missing)
                .limit(max)
                .map(next -> new LoggedTurn("e", Rows.NOW, counts(next), List.of(), Optional.empty()))
                .toList();
    }

    private static Event.Counts counts(long version) {
        return Event.Counts.NEW.at(version, 0L);
    }

    private static <T> T proxy(Class<T> type, BiFunction<String, Object[], Object> read) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> Future.succeededFuture(read.apply(method.getName(), arguments))));
    }
}
