package dev.usher.dynamodb;

import static dev.usher.acceptance.Eventually.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.acceptance.Eventually;
import dev.usher.dynamodb.client.DynamoDbGateway;
import dev.usher.dynamodb.item.TableNames;
import dev.usher.dynamodb.table.TableProbe;
import dev.usher.service.UnavailableException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls while the store is silent, unreachable, or busy with a slow query. */
class StoreOutageTest {
    private static final TableNames TABLES = TableNames.withPrefix("");
    private static final String INVALID =
            "{\"__type\":\"com.amazon.coral.validate#ValidationException\",\"message\":\"no such name\"}";
    private static final int PROBES = 2;

    private final Vertx vertx = Vertx.vertx();
    private HttpServer store;
    private DynamoDbGateway dynamo;
    private volatile boolean answersInvalidRequests;
    private volatile int probes;

    @BeforeEach
    void open() throws Exception {
        TestDynamoDb.setCredentials();
        store = get(vertx.createHttpServer().requestHandler(this::arrived).listen(0, "127.0.0.1"));
        var endpoint = URI.create("http://127.0.0.1:" + store.actualPort());
        dynamo = get(DynamoDbGateway.open(vertx, endpoint, 20_000));
        dynamo.watch(new TableProbe(dynamo, TABLES)::ask);
    }

    /** Does not wait: closing the SDK's clients takes two seconds of idle time. */
    @AfterEach
    void close() {
        dynamo.close().onComplete(closed -> vertx.close());
    }

    private void arrived(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            if (answersInvalidRequests && body.toString().contains("\"TableName\":\"-\"")) {
                request.response().setStatusCode(400).end(INVALID);
            } else if (body.toString().contains(TABLES.events())) {
                probes++;
            }
        });
    }

    @Test
    void callsToASilentStoreFailAtOnceAfterAWhile() throws Exception {
        assertThat(failure()).isInstanceOf(UnavailableException.class);
        Eventually.holds(() -> assertThat(outage()).isTrue());
    }

    @Test
    void callsToAStoreThatCannotBeReachedFailAtOnceAfterTheFirst() throws Exception {
        get(store.close());
        assertThat(failure()).isInstanceOf(UnavailableException.class);
        while (!outage()) {
            assertThat(failure()).isInstanceOf(UnavailableException.class);
        }
    }

    /** Each probe is one read that waits. */
    @Test
    void callsToAStoreThatIsBusyWithASlowQueryWait() throws Exception {
        answersInvalidRequests = true;
        long begun = System.nanoTime();
        var call = call();
        Eventually.holds(() -> assertThat(probes).isGreaterThanOrEqualTo(PROBES));
        assertThat(call.isComplete()
                        && System.nanoTime() - begun < dynamo.callTimeout().toNanos())
                .as("cut off before its own timeout")
                .isFalse();
        assertThat(outage()).isFalse();
    }

    private Future<?> call() {
        return new DynamoDbUserStore(dynamo, TABLES).find(Set.of("u"));
    }

    private boolean outage() {
        var call = call();
        return call.failed() && call.cause() instanceof UnavailableException unavailable && unavailable.outage();
    }

    private Throwable failure() throws Exception {
        return get(call().transform(called -> Future.succeededFuture(called.cause())));
    }
}
