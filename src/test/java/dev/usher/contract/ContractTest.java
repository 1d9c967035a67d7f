package dev.usher.contract;

import static dev.usher.acceptance.Eventually.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The start fails unless every operation of the contract has exactly one handler. */
class ContractTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() throws Exception {
        get(vertx.close());
    }

    @Test
    void servesPublishedContract() throws Exception {
        var contract = get(Contract.load(vertx, Contract.RESOURCE));
        assertThat(contract.openApi().operations().stream()
                        .filter(operation -> operation.getHttpMethod() != HttpMethod.HEAD))
                .hasSize(Operation.values().length);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "one-operation-more|without a binding [dance], bound without being in the contract []",
                "one-operation|without a binding [], bound without being in the contract [cancelEvent, confirmSeat, "
                        + "createEvent, eraseUser, "
                        + "getEvent, getMe, getRegistration, getUser, inviteGuest, listEvents, listRegistrations, "
                        + "listUserEvents, register, registerUsers, unregister, updateEvent, updateUser, watchEvent]",
                "loose-pattern|not anchored at both ends: [a-z]+",
                "not-a-contract|cannot be read",
                "absent|there is no contract"
            })
    void refusesContract(String name, String message) {
        var load = Contract.load(vertx, "contracts/" + name + ".yaml");
        assertThatThrownBy(() -> get(load))
                .hasCauseInstanceOf(ContractException.class)
                .hasMessageContaining(message);
    }
}
