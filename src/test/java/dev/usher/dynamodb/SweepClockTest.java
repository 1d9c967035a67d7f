package dev.usher.dynamodb;

import static dev.usher.acceptance.Eventually.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.acceptance.Eventually;
import dev.usher.bus.ServiceBus;
import dev.usher.dynamodb.client.DynamoDbGateway;
import dev.usher.dynamodb.item.TableNames;
import dev.usher.registrations.SeatSweep;
import dev.usher.registrations.ledger.SeatLedger;
import dev.usher.registrations.report.LedgerListener;
import dev.usher.service.UnavailableException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sweeps of a machine whose clock differs from that of the store, which has an owed seat and a seat that is due. */
class SweepClockTest {
    private final Vertx vertx = Vertx.vertx();
    private final ServiceBus bus = new ServiceBus(vertx);
    private final Queue<String> operations = new ConcurrentLinkedQueue<>();
    private volatile Duration ahead = Duration.ofHours(2);
    private HttpServer store;
    private DynamoDbGateway dynamo;
    private SeatSweep sweep;

    @BeforeEach
    void open() throws Exception {
        TestDynamoDb.setCredentials();
        store = get(vertx.createHttpServer().requestHandler(this::arrived).listen(0, "127.0.0.1"));
        dynamo = get(DynamoDbGateway.open(vertx, URI.create("http://127.0.0.1:" + store.actualPort()), 60_000));
        var ledger = new DynamoDbLedgerStore(dynamo, TableNames.withPrefix(""), 0);
        var seats = new SeatLedger(vertx, bus, ledger, Eventually.PATIENT_MILLIS, LedgerListener.NONE);
        sweep = new SeatSweep(ledger, seats);
    }

    /** Does not wait: closing the SDK's clients takes two seconds of idle time. */
    @AfterEach
    void close() {
        bus.close();
        dynamo.close().onComplete(closed -> vertx.close());
    }

    private void arrived(HttpServerRequest request) {
        var operation = request.getHeader("X-Amz-Target").replaceFirst(".*\\.", "");
        operations.add(operation);
        var date = ZonedDateTime.now(ZoneOffset.UTC).minus(ahead);
        request.response()
                .putHeader("Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(date))
                .putHeader("Content-Type", "application/x-amz-json-1.0")
                .end(answer(operation));
    }

    private static String answer(String operation) {
        return switch (operation) {
            case "Scan" -> "{\"Items\":[{\"eventId\":{\"S\":\"owing\"}}]}";
            case "Query" ->
                "{\"Items\":[{\"eventId\":{\"S\":\"due\"},\"userId\":{\"S\":\"ada\"},"
                        + "\"confirmBy\":{\"S\":\"2026-01-01T00:00:00Z\"}}]}";
            case "TransactGetItems" -> "{\"Responses\":[{},{}]}";
            default -> "{}";
        };
    }

    @Test
    void sweepDoesNothingWhileTheClockIsWrong() throws Exception {
        assertThat(swept())
                .isInstanceOf(UnavailableException.class)
                .hasMessageStartingWith("the clock differs from DynamoDB's: it is 7");
        assertThat(operations).containsOnly("Scan", "Query");

        ahead = Duration.ZERO;
        assertThat(swept()).isNull();
        assertThat(operations).contains("GetItem");
    }

    /** Returns the failure, or null. */
    private Throwable swept() throws Exception {
        return get(vertx.timer(1)
                .compose(onContext -> Future.join(sweep.handOn(), sweep.lapse()))
                .transform(done -> Future.succeededFuture(done.cause())));
    }
}
