package dev.usher.http;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All that the contract says of one operation's requests, with validators that are built once. Takes its input from the
 * request itself, decoded once, and turns it into a {@link ValidRequest}. Belongs to one event loop; never does I/O.
 */
final class RequestRules {
    private static final int MOST_PLACES = 100;

    private final List<ParameterRule> parameters;
    private final Set<String> queryNames;
    private final BodyRule body;

    RequestRules(Contract contract, Operation operation) {
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
        this.body = declared.getRequestBody() == null ? null : new BodyRule(declared.getRequestBody());
    }

    boolean takesBody() {
        return body != null;
    }

    boolean takesBodyOf(MultiMap headers) {
        return body.takes(headers);
    }

    /** @param content ignored when the operation takes no body */
    Checked check(RoutingContext ctx, Buffer content, Admitted admitted) {
        var places = new ArrayList<Place>();
        var values = new HashMap<String, Object>();
        var members = new JsonObject();
        if (ctx.request().query() != null) {
            for (var name : ctx.queryParams().names()) {
                if (!queryNames.contains(name)) {
                    places.add(new Place(Place.In.QUERY, name, "is not known"));
                }
            }
        }
        for (var parameter : parameters) {
            parameter.read(ctx, values, places::add);
        }
        if (body != null) {
            body.read(content, members, places::add);
        }
        if (places.isEmpty()) {
            return new Checked.Valid(new ValidRequest(values, members, admitted.deadline(), admitted.caller()));
        }
        return new Checked.Invalid(List.copyOf(places.subList(0, Math.min(MOST_PLACES, places.size()))));
    }
}
