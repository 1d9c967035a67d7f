package dev.usher.faults;

import dev.usher.history.Action;
import dev.usher.history.Answer;
import dev.usher.history.Answer.Kind;
import dev.usher.history.OperationKind;
import dev.usher.storeproxy.Upstream;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;

/**
 * Ledger mutants, each with one defect, made from the real ledger by changing what it writes or what clients read of
 * its answers.
 */
enum LedgerMutants {
    /** Turns are committed whatever the event's current version is. */
    WITHOUT_VERSION("it follows version") {
        @Override
        Future<Upstream.Reply> write(WireTurn turn, MutatingProxy.Store store, MutationCount strikes) {
            var event = new WireUpdate(turn.event()).doNotAsk("version");
            turn.removeLog();
            return store.transact(turn.transaction()).onSuccess(reply -> {
                if (reply.status() == OK) {
                    strikes.committed(
                            turn.eventId(),
                            event.number("version"),
                            turn.transaction().getString("ClientRequestToken"));
                }
            });
        }
    },

    /** An unregister frees the seat in one transaction, and another one promotes the head of the waitlist. */
    PROMOTION_LATER("I9: the log says") {
        @Override
        Future<Upstream.Reply> write(WireTurn turn, MutatingProxy.Store store, MutationCount strikes) {
            int promotions = turn.promotions().size();
            var event = new WireUpdate(turn.event());
            if (promotions == 0 || !event.sets("waitlistCount")) {
                return store.transact(turn.transaction());
            }
            var later = WireTurn.of(turn.transaction()).orElseThrow();
            var first = WireTurn.of(turn.transaction()).orElseThrow();
            first.removePromotions();
            new WireUpdate(first.event())
                    .set("currentRegistrations", event.number("currentRegistrations") - promotions)
                    .set("waitlistCount", event.number("waitlistCount") + promotions)
                    .leave("lineFloor");
            later.keepPromotions();
            new WireUpdate(later.event())
                    .doNotAskAnything()
                    .set("currentRegistrations", event.number("currentRegistrations"))
                    .set("version", event.number("version") + 1);
            later.transaction().put("ClientRequestToken", UUID.randomUUID().toString());
            return store.transact(first.transaction())
                    .compose(reply -> reply.status() == OK
                            ? store.transact(later.transaction())
                                    .onSuccess(done -> strikes.strike())
                                    .map(reply)
                            : Future.succeededFuture(reply));
        }
    },

    /** A server that could not reach its store answers that the event is full. */
    BUSY_IS_FULL("I8") {
        @Override
        Future<Upstream.Reply> write(WireTurn turn, MutatingProxy.Store store, MutationCount strikes) {
            return store.transact(turn.transaction());
        }

        @Override
        Action heard(Action action, MutationCount strikes) {
            if (action.act() != OperationKind.REGISTER || action.answer().kind() != Kind.BUSY) {
                return action;
            }
            strikes.strike();
            return action.answered(Answer.of(Kind.FULL));
        }
    },

    /** A guest gets a seat, and the capacity stays. */
    GUEST_WITHOUT_SEAT("I3: 1 guests got a seat, 0 were added") {
        @Override
        Future<Upstream.Reply> write(WireTurn turn, MutatingProxy.Store store, MutationCount strikes) {
            var event = new WireUpdate(turn.event());
            if (!event.sets("capacity") || !turn.transaction().encode().contains("{\"S\":\"invited\"}")) {
                return store.transact(turn.transaction());
            }
            event.leave("capacity");
            return store.transact(turn.transaction()).onSuccess(reply -> {
                if (reply.status() == OK) {
                    strikes.strike();
                }
            });
        }
    },

    /** Promotes the earliest registration by a clock of minutes, not the lowest ticket. */
    ORDERED_BY_TIME("I4") {
        @Override
        Future<Upstream.Reply> write(WireTurn turn, MutatingProxy.Store store, MutationCount strikes) {
            if (turn.promotions().size() != 1) {
                return store.transact(turn.transaction());
            }
            return store.query(rowsOf(turn)).compose(found -> {
                var row = earliest(turn, found);
                row.ifPresent(instead -> promoteInstead(turn, instead));
                return store.transact(turn.transaction()).onSuccess(reply -> {
                    if (row.isPresent() && reply.status() == OK) {
                        strikes.strike();
                    }
                });
            });
        }
    };

    private static final int OK = 200;
    private static final int TO_THE_MINUTE = "2026-01-01T00:00".length();

    private final String violation;

    LedgerMutants(String violation) {
        this.violation = violation;
    }

    /** Text that the checker's violations must contain. */
    String violation() {
        return violation;
    }

    /** Sabotage of a rig that runs this ledger. */
    PlantedBug sabotage(MutationCount strikes) {
        return new PlantedBug() {
            @Override
            public Future<URI> before(Vertx vertx, URI store) {
                return MutatingProxy.start(vertx, store, (transaction, through) -> WireTurn.of(transaction)
                        .map(turn -> write(turn, through, strikes))
                        .orElseGet(() -> through.transact(transaction)));
            }

            @Override
            public Action heard(Action action) {
                return LedgerMutants.this.heard(action, strikes);
            }
        };
    }

    abstract Future<Upstream.Reply> write(WireTurn turn, MutatingProxy.Store store, MutationCount strikes);

    Action heard(Action action, MutationCount strikes) {
        return action;
    }

    private static JsonObject rowsOf(WireTurn turn) {
        return new JsonObject()
                .put("TableName", turn.table("Registrations"))
                .put("ConsistentRead", true)
                .put("KeyConditionExpression", "eventId = :event")
                .put(
                        "ExpressionAttributeValues",
                        new JsonObject().put(":event", new JsonObject().put("S", turn.eventId())));
    }

    private static Optional<JsonObject> earliest(WireTurn turn, JsonObject found) {
        var promoted = turn.promotions().get(0).getJsonObject("Key");
        return found.getJsonArray("Items").stream()
                .map(JsonObject.class::cast)
                .filter(row -> text(row, "status").equals("waitlisted"))
                .filter(row ->
                        text(row, "userId").equals(text(promoted, "userId")) || !turn.touches(text(row, "userId")))
                .min(Comparator.comparing(
                                (JsonObject row) -> text(row, "registeredAt").substring(0, TO_THE_MINUTE))
                        .thenComparing(row -> text(row, "userId")))
                .filter(row -> !text(row, "userId").equals(text(promoted, "userId")));
    }

    /** The head keeps its entry; the promoted user's entry is marked as left. */
    private static void promoteInstead(WireTurn turn, JsonObject row) {
        new WireUpdate(turn.event()).leave("lineFloor");
        var promotion = turn.promotions().get(0);
        promotion.getJsonObject("Key").put("userId", row.getJsonObject("userId"));
        promotion.getJsonObject("ExpressionAttributeValues").put(":is_ticket", row.getJsonObject("ticket"));
        var entry = new JsonObject()
                .put("eventId", row.getJsonObject("eventId"))
                .put("ticket", row.getJsonObject("ticket"));
        turn.add(WireUpdate.of(turn.table("Waitlist"), entry)
                .set("left", new JsonObject().put("BOOL", true))
                .json());
    }

    private static String text(JsonObject row, String attribute) {
        return row.getJsonObject(attribute).getString("S");
    }
}
