package dev.usher.http.response;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.contract.ContractCheck;
import java.util.Arrays;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The problems in the contract match those that the server answers. */
class ProblemTypeTest {

    @Test
    void everyExampleOfAProblemIsWhatIsAnswered() {
        var known =
                Arrays.stream(ProblemType.values()).collect(Collectors.toMap(ProblemType::uri, Function.identity()));
        int problems = 0;
        for (var example : new ContractCheck().document().at("/components/examples")) {
            var value = example.get("value");
            if (value.has("type")) {
                var type = known.get(value.get("type").asText());
                assertThat(value.get("title").asText()).isEqualTo(type.title());
                assertThat(value.get("status").asInt()).isEqualTo(type.status());
                if (type != ProblemType.FORBIDDEN) {
                    assertThat(value.get("detail").asText()).isEqualTo(type.detail());
                }
                problems++;
            }
        }
        assertThat(problems).isGreaterThan(10);
    }

    @Test
    void everyProblemOfTheContractIsOneThatIsAnswered() {
        var documented = new TreeSet<String>();
        new ContractCheck().document().findValues("type").forEach(type -> {
            if (type.asText().startsWith("/problems/")) {
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
