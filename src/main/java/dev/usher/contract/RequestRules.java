package dev.usher.contract;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All that the contract says of one operation's requests, with validators that are built once: turns what was
 * {@link Sent} into {@link Arguments}. Belongs to one event loop; never does I/O.
 */
public final class RequestRules {
    private static final int MOST_PLACES = 100;

    private final List<ParameterRule> parameters;
    private final Set<String> queryNames;
    /** Reads ignore query parameters that are unknown to them: proxies and browsers add such. */
    private final boolean reads;

    private final BodyRule body;

    /** Fails when the contract asks for what is not checked here. */
    public RequestRules(Contract contract, Operation operation) {
        var declared = contract.openApi().operation(operation.id());
        var id = new Schema(contract.openApi()
                .getRawContract()
                .getJsonObject("components")
                .getJsonObject("schemas")
                .getJsonObject("Id"));
        this.parameters = declared.getParameters().stream()
                .map(parameter -> new ParameterRule(parameter, id))
                .toList();
        this.queryNames = parameters.stream()
                .filter(ParameterRule::isQuery)
                .map(ParameterRule::name)
                .collect(Collectors.toUnmodifiableSet());
        var method = declared.getHttpMethod();
        this.reads = method == HttpMethod.GET;
        this.body = declared.getRequestBody() == null
                ? null
                : new BodyRule(declared.getRequestBody(), method == HttpMethod.PATCH);
    }

    /** Whether its requests have a body. */
    public boolean takesBody() {
        return body != null;
    }

    /** Whether the headers announce a body as it takes one. Of an operation that takes a body. */
    public boolean takesBodyOf(MultiMap headers) {
        return body.takes(headers);
    }

    /** The media types of its bodies, separated by commas. Of an operation that takes a body. */
    public String mediaTypes() {
        return String.join(", ", body.mediaTypes());
    }

    /** Names every place that is wrong, up to a hundred. */
    public Checked check(Sent sent) {
        var places = new ArrayList<Place>();
        var values = new HashMap<String, Object>();
        var members = new JsonObject();
        if (!sent.query().isEmpty()) {
            for (var name : sent.query().names()) {
                if (!queryNames.contains(name)) {
                    Misspelling.of(name, queryNames)
                            .map(meant -> "is not known, did you mean " + meant + "?")
                            .or(() -> reads ? Optional.empty() : Optional.of("is not known"))
                            .ifPresent(message -> places.add(new Place(Place.In.QUERY, name, message)));
                }
            }
        }
        for (var parameter : parameters) {
            parameter.read(sent, values, places::add);
        }
        if (body != null) {
            body.read(sent.body(), members, places::add);
        }
        if (places.isEmpty()) {
            return new Checked.Valid(new Arguments(values, members));
        }
        return new Checked.Invalid(List.copyOf(places.subList(0, Math.min(MOST_PLACES, places.size()))));
    }
}
