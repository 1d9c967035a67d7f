package dev.usher.contract;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.RequestBody;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;

/** The body that an operation takes: JSON, an object. Belongs to one event loop. */
final class BodyRule {
    private static final String MOMENT = "date-time";

    private final String mediaType;
    private final Schema schema;

    BodyRule(RequestBody body) {
        var content = body.getContent();
        if (content.size() != 1 || !body.isRequired()) {
            throw new ContractException("a body must be required, and of one media type");
        }
        var only = content.values().iterator().next();
        this.mediaType = only.getIdentifier();
        this.schema = new Schema(only.getOpenAPIModel().getJsonObject("schema"));
        if (!"object".equals(schema.type())) {
            throw new ContractException("a body must be an object");
        }
    }

    /** Whether the headers announce a body of the contract's media type, in UTF-8 and not compressed. */
    boolean takes(MultiMap headers) {
        var types = headers.getAll(HttpHeaders.CONTENT_TYPE);
        var encodings = headers.getAll(HttpHeaders.CONTENT_ENCODING);
        return types.size() == 1
                && ContentType.is(types.get(0), mediaType)
                && encodings.stream().allMatch("identity"::equalsIgnoreCase);
    }

    /** Puts the members and the defaults into {@code members}, moments as such, or tells what is wrong. */
    void read(Buffer body, JsonObject members, Consumer<Place> wrong) {
        Object value;
        try {
            value = StrictJson.parse(body);
        } catch (MalformedException e) {
            wrong.accept(Place.body(e.pointer(), e.getMessage()));
            return;
        }
        var flaws = schema.check(value);
        flaws.forEach(flaw -> wrong.accept(Place.body(flaw.pointer(), flaw.message())));
        if (flaws.isEmpty()) {
            members.mergeIn((JsonObject) value);
            schema.properties().forEach(property -> {
                fill(members, property.getKey(), (JsonObject) property.getValue());
                if (MOMENT.equals(((JsonObject) property.getValue()).getString("format"))) {
                    convert(members, property.getKey(), wrong);
                }
            });
        }
    }

    /** A pattern knows no calendar: the 30th of February is refused here. */
    private static void convert(JsonObject members, String name, Consumer<Place> wrong) {
        if (members.getValue(name) instanceof String text) {
            try {
                members.put(name, OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MILLIS));
            } catch (DateTimeException e) {
                wrong.accept(Place.body("/" + name, Wording.MOMENT));
            }
        }
    }

    private static void fill(JsonObject members, String name, JsonObject schema) {
        var value = schema.getValue("default");
        if (value != null && !members.containsKey(name)) {
            members.put(name, value);
        }
    }
}
