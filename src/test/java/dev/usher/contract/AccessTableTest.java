package dev.usher.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Compares the access table of docs/security.md with the rules of the contract, which the server applies. */
class AccessTableTest {

    @Test
    void documentationContainsTable() throws Exception {
        assertThat(Files.readString(Path.of("docs", "security.md"))).contains(String.join("\n", table()) + "\n\n");
    }

    private static List<String> table() {
        var lines = new ArrayList<>(List.of("| | a person | an organizer, `usher:events` |", "|---|---|---|"));
        new ContractCheck().document().get("paths").fields().forEachRemaining(path -> path.getValue()
                .fields()
                .forEachRemaining(operation -> {
                    if (operation.getValue().has("operationId")) {
                        var what = operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey();
                        var grants = grants(operation.getValue());
                        lines.add(("| `" + what + "` | " + person(grants) + " | " + organizer(grants) + " |")
                                .replace("  ", " "));
                    }
                }));
        return lines;
    }

    private static Set<String> grants(JsonNode operation) {
        var grants = new HashSet<String>();
        operation.get("x-usher-access").forEach(grant -> grants.add(grant.asText()));
        return grants;
    }

    private static String person(Set<String> grants) {
        return grants.contains("everybody") ? "yes" : grants.contains("self") ? "their own" : "";
    }

    private static String organizer(Set<String> grants) {
        if (grants.contains("everybody") || grants.contains("organizer")) {
            return "yes";
        }
        return Stream.of(
                        grants.contains("self") ? "their own" : "",
                        grants.contains("owner") ? "of their own events" : "")
                .filter(words -> !words.isEmpty())
                .collect(Collectors.joining(" and "));
    }
}
