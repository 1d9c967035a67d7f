package dev.usher;

import dev.usher.config.Settings;
import dev.usher.dynamodb.Dynamo;
import dev.usher.dynamodb.TableCheck;
import dev.usher.dynamodb.Tables;
import dev.usher.http.CertificateException;
import dev.usher.http.Certificates;
import dev.usher.http.EdgeWatch;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** What {@code --check} does once the settings are read: asks DynamoDB, and changes nothing there. */
final class Check {
    private Check() {}

    /**
     * Fails with {@link CertificateException} when the certificate cannot be used, and unless DynamoDB answers, and has
     * every table or may be given what it lacks. Completes on a context of a Vert.x instance that is left to the end of
     * the process.
     */
    static Future<Void> run(Settings settings) {
        var vertx = Vertx.vertx();
        return certificates(vertx, settings)
                .compose(usable ->
                        Dynamo.open(vertx, settings.dynamodbEndpoint().orElse(null), settings.requestTimeoutMillis()))
                .compose(dynamo -> new TableCheck(dynamo, Tables.withPrefix(settings.tablePrefix()))
                        .check(settings.createTables()));
    }

    private static Future<?> certificates(Vertx vertx, Settings settings) {
        var pair = settings.exposure().tls();
        return pair.isEmpty()
                ? Future.succeededFuture()
                : Certificates.load(vertx, pair.get().certificate(), pair.get().key(), EdgeWatch.NONE);
    }

    /**
     * What went wrong, from the outside to the innermost reason: of each the first line, which is the one that says it.
     */
    static String why(Settings settings, Throwable failure) {
        var where =
                settings.dynamodbEndpoint().map(endpoint -> " at " + endpoint).orElse("");
        var why = new StringBuilder("DynamoDB" + where + " does not answer as it should");
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            why.append(": ")
                    .append(String.valueOf(cause.getMessage())
                            .lines()
                            .findFirst()
                            .orElse("no reason given"));
        }
        return why.toString();
    }
}
