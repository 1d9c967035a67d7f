package dev.usher.storeproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConflictCheckerTest {
    private static final FaultProfile CONFLICTS = FaultProfile.KIND.withConflicts(true);

    private final ConflictChecker gate = new ConflictChecker(() -> 0);

    @Test
    void overlappingTransactionsAreToldWhichItemsConflict() {
        assertThat(gate.admit(transaction("t1", update("ada")), CONFLICTS)).isNull();

        InjectedError refusal = gate.admit(transaction("t2", update("bob"), update("ada")), CONFLICTS);

        assertThat(refusal.status()).isEqualTo(400);
        assertThat(codes(refusal)).containsExactly("None", "TransactionConflict");
    }

    @Test
    void aTransactionReleasesOnlyWhatItHolds() {
        StoreRequest first = transaction("t1", update("ada"));
        StoreRequest second = transaction("t2", update("ada"));
        gate.admit(first, CONFLICTS);
        gate.admit(second, CONFLICTS);

        gate.release(second);
        assertThat(gate.admit(second, CONFLICTS)).isNotNull();
        gate.release(first);
        assertThat(gate.admit(second, CONFLICTS)).isNull();
    }

    @Test
    void theSameTokenUnderWayIsInProgress() {
        gate.admit(transaction("t1", update("ada")), CONFLICTS);

        assertThat(gate.admit(transaction("t1", update("ada")), CONFLICTS).code())
                .isEqualTo("TransactionInProgressException");
    }

    @Test
    void aSingleWriteGivesWayToATransactionAndNeverHoldsOneUp() {
        StoreRequest single = read("UpdateItem", key("ada"));
        assertThat(gate.admit(single, CONFLICTS)).isNull();
        assertThat(gate.admit(transaction("t1", update("ada")), CONFLICTS)).isNull();
        assertThat(gate.admit(single, CONFLICTS).code()).isEqualTo("TransactionConflictException");
    }

    @Test
    void throttlingNamesTheItemsOfTheBusyPartition() {
        FaultProfile manners = FaultProfile.KIND.withThrottling(new Throttling(1000, 2, Throttling.Form.REASON));
        assertThat(gate.admit(transaction("t1", update("ada")), manners)).isNull();

        assertThat(codes(gate.admit(transaction("t2", update("ada"), update("bob")), manners)))
                .containsExactly("ThrottlingError", "None");
        assertThat(gate.admit(
                                transaction("t3", update("ada")),
                                manners.withThrottling(new Throttling(1000, 2, Throttling.Form.EXCEPTION)))
                        .code())
                .isEqualTo("ProvisionedThroughputExceededException");
    }

    private static List<Object> codes(InjectedError refusal) {
        return refusal.body().toJsonObject().getJsonArray("CancellationReasons").stream()
                .map(reason -> ((JsonObject) reason).getValue("Code"))
                .toList();
    }

    private static JsonObject key(String userId) {
        return new JsonObject()
                .put("TableName", "x-Users")
                .put("Key", new JsonObject().put("userId", new JsonObject().put("S", userId)));
    }

    private static JsonObject update(String userId) {
        return new JsonObject().put("Update", key(userId));
    }

    private static StoreRequest transaction(String token, JsonObject... items) {
        var array = new JsonArray();
        for (JsonObject item : items) {
            array.add(item);
        }
        return read(
                "TransactWriteItems",
                new JsonObject().put("ClientRequestToken", token).put("TransactItems", array));
    }

    private static StoreRequest read(String operation, JsonObject body) {
        return StoreRequest.read("DynamoDB_20120810." + operation, Buffer.buffer(body.encode()), KeySchema.USHER);
    }
}
