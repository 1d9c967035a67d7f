package dev.usher.http.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.usher.dynamodb.item.ItemMapper;
import dev.usher.events.EventDetails;
import dev.usher.events.EventField;
import dev.usher.http.response.ResourceJson;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The optional fields of an event in the contract are those that are declared, and each of them is kept. */
class EventFieldsTest {
    private static final EventDetails PLAIN = new EventDetails("Slam", 4, true);
    private static final Set<String> OTHER_MEMBERS = Set.of(
            "eventId",
            "owner",
            "by",
            "name",
            "capacity",
            "hasWaitlist",
            "status",
            "currentRegistrations",
            "waitlistCount",
            "createdAt",
            "version");

    private final JsonNode contract;

    EventFieldsTest() throws IOException {
        try (var yaml = EventFieldsTest.class.getClassLoader().getResourceAsStream("openapi.yaml")) {
            contract = new ObjectMapper(new YAMLFactory()).readTree(yaml);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"EventInput", "EventPatch", "Event", "EventDetails"})
    void contractAndDeclarationsHaveTheSameFields(String schema) {
        var members = new HashSet<String>();
        properties(schema).fieldNames().forEachRemaining(members::add);
        members.removeAll(OTHER_MEMBERS);
        assertThat(members)
                .isEqualTo(EventField.all().stream().map(EventField::name).collect(Collectors.toSet()));
    }

    @Test
    void valuesAreKeptFromTheRequestToTheRowAndTheRepresentation() {
        var body = JsonObject.of("name", "Slam", "capacity", 4, "hasWaitlist", true);
        EventField.all().forEach(field -> body.put(field.name(), example(field.name())));
        var details = EventRequestMapper.terms(body);

        assertThat(details.fields()).hasSameSizeAs(EventField.all());
        assertThat(PLAIN.amended(EventRequestMapper.amendment(body))).isEqualTo(details);
        assertThat(ItemMapper.terms(ItemMapper.terms(details))).isEqualTo(details);
        var shown = ResourceJson.object(json -> ResourceJson.members(json, details));
        assertThat(EventRequestMapper.terms(shown.toJsonObject())).isEqualTo(details);

        EventField.all().forEach(field -> body.putNull(field.name()));
        assertThat(details.amended(EventRequestMapper.amendment(body))).isEqualTo(PLAIN);
    }

    private JsonNode properties(String schema) {
        return contract.at("/components/schemas/" + schema + "/properties");
    }

    private Object example(String field) {
        var property = properties("EventInput").get(field);
        var example = contract.at(property.get("$ref").asText().substring(1)).get("example");
        return example.isInt() ? (Object) example.intValue() : example.asText();
    }
}
