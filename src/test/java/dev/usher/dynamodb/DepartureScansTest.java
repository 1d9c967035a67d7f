package dev.usher.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.registrations.Departures;
import dev.usher.registrations.Line.Place;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** Scans of waitlists hold each other up instead of the store. */
class DepartureScansTest {
    private final Vertx vertx = Vertx.vertx();
    private final Slow store = new Slow();
    private final Dynamo dynamo = new Dynamo(vertx, store, store, Timeouts.within(60_000), () -> {});
    private final DepartureScans scans = new DepartureScans(dynamo, Tables.withPrefix(""));

    @AfterEach
    void close() throws Exception {
        get(vertx.close());
    }

    @Test
    void oneRunsAtATimeAndThoseThatWaitForTheSameShareOne() throws Exception {
        var first = scans.scan("a", 0);
        var second = scans.scan("b", 0);
        var shared = scans.scan("b", 0);
        var later = scans.scan("a", 0);
        assertThat(store.underWay).hasSize(1);

        store.answer(7);
        assertThat(get(first).has(7)).isTrue();
        store.answer(8);
        assertThat(get(second).has(8)).isTrue();
        assertThat(get(shared).has(8)).isTrue();
        store.answer(9);
        assertThat(get(later).has(9))
                .as("a scan that began before is not taken")
                .isTrue();
        assertThat(store.underWay).isEmpty();
    }

    @Test
    void scanThatFailsIsFollowedByTheNext() throws Exception {
        var first = scans.scan("a", 0);
        var second = scans.scan("b", 0);
        store.underWay.poll().completeExceptionally(new IllegalStateException("not answered"));
        assertThatThrownBy(() -> get(first)).hasRootCauseMessage("not answered");
        store.answer(8);
        assertThat(get(second).has(8)).isTrue();
        assertThat(scans.remembered("a", Departures.NONE).words()).isEmpty();
    }

    @Test
    void whatWasFoundAddsToWhatIsCounted() throws Exception {
        var scan = scans.scan("a", 0);
        store.answer(7);
        get(scan);
        assertThat(scans.remembered("a", Departures.of(List.of(3L))).words())
                .isEqualTo(Departures.of(List.of(3L, 7L)).words());
        assertThat(scans.remembered("b", Departures.NONE).words()).isEmpty();
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    /** Answers a query when the test says so. */
    private static final class Slow implements DynamoDbAsyncClient {
        private final Deque<CompletableFuture<QueryResponse>> underWay = new ArrayDeque<>();

        void answer(long ticket) {
            underWay.poll()
                    .complete(QueryResponse.builder()
                            .items(List.of(Items.item("e", new Place(ticket, "u", true))))
                            .build());
        }

        @Override
        public CompletableFuture<QueryResponse> query(QueryRequest request) {
            var answer = new CompletableFuture<QueryResponse>();
            underWay.add(answer);
            return answer;
        }

        @Override
        public String serviceName() {
            return "dynamodb";
        }

        @Override
        public void close() {}
    }
}
