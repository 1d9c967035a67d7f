package dev.usher.dynamodb;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/** Whether all tables answer, asked with one cheap call that needs no right which the server does not need anyway. */
public final class TableCheck {
    /** No id starts with this character. */
    private static final String NOBODY = "-";

    private final Dynamo dynamo;
    private final Map<String, KeysAndAttributes> request;

    public TableCheck(Dynamo dynamo, Tables tables) {
        this.dynamo = dynamo;
        this.request = Map.of(
                tables.users(), key(Items.userKey(NOBODY)),
                tables.events(), key(Items.eventKey(NOBODY)),
                tables.registrations(), key(Items.registrationKey(NOBODY, NOBODY)),
                tables.waitlist(), key(Items.placeKey(NOBODY, 0)),
                tables.changes(), key(Items.changesKey(NOBODY, 0)));
    }

    /** Fails unless every table answers. */
    public Future<Void> check() {
        return dynamo.call(client -> client.batchGetItem(get -> get.requestItems(request)))
                .compose(response -> response.unprocessedKeys().isEmpty()
                        ? Future.succeededFuture()
                        : Future.failedFuture("no answer from "
                                + response.unprocessedKeys().keySet().stream()
                                        .sorted()
                                        .collect(Collectors.joining(", "))));
    }

    /**
     * As {@link #check}, with words for who is setting things up.
     *
     * @param mayBeMissing whether a table that does not exist is no failure
     */
    public Future<Void> check(boolean mayBeMissing) {
        return check().recover(failure -> {
            if (!(failure instanceof ResourceNotFoundException)) {
                return Future.failedFuture(failure);
            }
            return mayBeMissing
                    ? Future.succeededFuture()
                    : Future.failedFuture("a table is missing: one of " + request.keySet());
        });
    }

    /** Fails with what the SDK said, also while the store is known not to answer. */
    Future<?> ask() {
        return dynamo.probe(client -> client.batchGetItem(get -> get.requestItems(request)));
    }

    private static KeysAndAttributes key(Map<String, AttributeValue> key) {
        return KeysAndAttributes.builder().keys(List.of(key)).build();
    }
}
