package dev.usher.http;

import dev.usher.access.Rule;
import io.vertx.core.Future;

/**
 * Stands before an operation's endpoint and lets only those requests through whose caller may send them. What is
 * forbidden is answered in one way, and without a look at what it is about: nobody learns from it whether that exists.
 * Belongs to one event loop.
 */
final class Permission implements Endpoints.Endpoint {
    private final Rule rule;
    private final Owners owners;
    private final Endpoints.Endpoint endpoint;

    Permission(Rule rule, Owners owners, Endpoints.Endpoint endpoint) {
        this.rule = rule;
        this.owners = owners;
        this.endpoint = endpoint;
    }

    @Override
    public Future<? extends Reply> apply(ValidRequest request) {
        return switch (rule.of(request.caller(), request::about)) {
            case GRANTED -> endpoint.apply(request);
            case REFUSED -> Future.succeededFuture(Challenge.NOT_ALLOWED);
            case GRANTED_TO_OWNER ->
                owners.look(
                        request,
                        runs -> runs ? endpoint.apply(request) : Future.succeededFuture(Challenge.NOT_ALLOWED));
        };
    }
}
