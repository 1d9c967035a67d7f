package dev.usher.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.contract.ContractCheck;
import io.vertx.core.Vertx;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The start fails unless the contract can be served, whole and by nothing else. */
class ContractTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() {
        ApiFixture.await(vertx.close());
    }

    @Test
    void servesPublishedContract() {
        var contract = ApiFixture.await(Contract.load(vertx, Contract.RESOURCE));
        assertThat(contract.openApi().operations()).hasSize(Operation.values().length);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "one-operation-more|without a binding [dance], bound without being in the contract []",
                "one-operation|without a binding [], bound without being in the contract [cancelEvent, createEvent, "
                        + "getEvent, getRegistration, getUser, listEvents, listRegistrations, listUserEvents, "
                        + "register, unregister, updateEvent, watchEvent]",
                "loose-pattern|not anchored at both ends: [a-z]+",
                "not-a-contract|cannot be read",
                "absent|there is no contract"
            })
    void refusesContract(String name, String message) {
        var load = Contract.load(vertx, "contracts/" + name + ".yaml");
        assertThatThrownBy(() -> ApiFixture.await(load))
                .isInstanceOf(ContractException.class)
                .hasMessageContaining(message);
    }

    @Test
    void everyExampleOfAProblemIsWhatIsAnswered() {
        var known = java.util.Arrays.stream(ProblemType.values())
                .collect(java.util.stream.Collectors.toMap(ProblemType::uri, type -> type));
        int problems = 0;
        for (var example : new ContractCheck().document().at("/components/examples")) {
            var value = example.get("value");
            if (value.has("type")) {
                var type = known.get(value.get("type").asText());
                assertThat(value.get("title").asText()).isEqualTo(type.title());
                assertThat(value.get("status").asInt()).isEqualTo(type.status());
                assertThat(value.get("detail").asText()).isEqualTo(type.detail());
                problems++;
            }
        }
        assertThat(problems).isGreaterThan(10);
    }

    @Test
    void everyProblemOfTheContractIsOneThatIsAnswered() {
        var documented = new TreeSet<String>();
        new ContractCheck().document().findValues("type").forEach(type -> {
            if (type.asText().startsWith("https:")) {
                documented.add(type.asText());
            }
        });
        var known = new TreeSet<String>();
        for (var type : ProblemType.values()) {
            known.add(type.uri());
        }
        assertThat(known).containsAll(documented);
        known.removeAll(documented);
        assertThat(known)
                .as("no operation of the contract answers these")
                .containsExactlyInAnyOrder(ProblemType.PATH_NOT_FOUND.uri(), ProblemType.METHOD_NOT_ALLOWED.uri());
    }
}
