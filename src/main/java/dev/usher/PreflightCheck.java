package dev.usher;

import dev.usher.config.Settings;
import dev.usher.dynamodb.AccessCheck;
import dev.usher.dynamodb.client.DynamoDbGateway;
import dev.usher.dynamodb.item.TableNames;
import dev.usher.dynamodb.table.TableProbe;
import dev.usher.http.connection.EdgeListener;
import dev.usher.http.tls.CertificateReloader;
import dev.usher.http.tls.InvalidCertificateException;
import dev.usher.oidc.JwksClient;
import dev.usher.service.Deadline;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The {@code --check} command: calls DynamoDB and the issuer, and changes nothing there. */
final class PreflightCheck {
    private static final long TIMEOUT_MILLIS = 10_000;
    /** Longer than while serving: the first calls load classes, which takes seconds on a busy machine. */
    private static final long CALLS_MILLIS = 60_000;

    private PreflightCheck() {}

    /**
     * Fails with {@link InvalidCertificateException} when the certificate cannot be used, and unless DynamoDB answers,
     * has every table and index or may be given the tables that it lacks, and grants every right that the server needs,
     * and the issuer, if there is one, has keys. Completes on a context of a Vert.x instance that is left to the end of
     * the process.
     */
    static Future<Void> run(Settings settings) {
        return run(Vertx.vertx(), settings, TIMEOUT_MILLIS);
    }

    /** @param timeoutMillis how long an unavailable DynamoDB is tried again */
    static Future<Void> run(Vertx vertx, Settings settings, long timeoutMillis) {
        return certificates(vertx, settings)
                .compose(usable -> answers(dynamoDb(settings), tables(vertx, settings, timeoutMillis)))
                .compose(tables -> settings.oidc()
                        .map(oidc -> answers(
                                "the issuer " + oidc.issuer(), new JwksClient(vertx, oidc, CALLS_MILLIS).answers()))
                        .orElse(Future.succeededFuture()));
    }

    private static Future<Void> tables(Vertx vertx, Settings settings, long timeoutMillis) {
        var deadline = Deadline.inMillis(timeoutMillis);
        BooleanSupplier patient = () -> !deadline.passed();
        var tables =
                TableNames.withPrefix(settings.tablePrefix(), settings.webhook().isPresent());
        return StartStep.run(
                        vertx,
                        "credentials",
                        patient,
                        () -> DynamoDbGateway.open(
                                vertx, settings.dynamodbEndpoint().orElse(null), CALLS_MILLIS))
                .compose(dynamo ->
                        StartStep.run(vertx, "store", patient, () -> tables(dynamo, tables, settings.createTables())));
    }

    private static Future<Void> tables(DynamoDbGateway dynamo, TableNames tables, boolean mayBeMissing) {
        var check = new TableProbe(dynamo, tables);
        return check.check(mayBeMissing).compose(complete -> check.regions()
                .compose(done -> complete ? new AccessCheck(dynamo, tables).check() : Future.succeededFuture()));
    }

    private static String dynamoDb(Settings settings) {
        return "DynamoDB"
                + settings.dynamodbEndpoint().map(endpoint -> " at " + endpoint).orElse("");
    }

    private static Future<Void> answers(String who, Future<Void> asked) {
        return asked.recover(failure ->
                Future.failedFuture(new IllegalStateException(who + " does not answer as it should", failure)));
    }

    private static Future<?> certificates(Vertx vertx, Settings settings) {
        var pair = settings.edge().tls();
        return pair.isEmpty()
                ? Future.succeededFuture()
                : CertificateReloader.load(
                        vertx, pair.get().certificate(), pair.get().key(), EdgeListener.NONE);
    }

    /** Returns the first line of the message of the failure and of each cause, from the outermost to the innermost. */
    static String why(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .map(cause ->
                        String.valueOf(cause.getMessage()).lines().findFirst().orElse("no reason given"))
                .collect(Collectors.joining(": "));
    }
}
