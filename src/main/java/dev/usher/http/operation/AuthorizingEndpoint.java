package dev.usher.http.operation;

import dev.usher.authz.AccessRule;
import dev.usher.authz.Caller;
import dev.usher.authz.Grant;
import dev.usher.authz.Scope;
import dev.usher.http.access.AuthChallenge;
import dev.usher.http.access.ValidatedRequest;
import dev.usher.http.response.Response;
import io.vertx.core.Future;
import java.util.StringJoiner;
import java.util.function.Function;

/**
 * Authorizes the requests of one operation before its endpoint. A request that its caller's scopes do not allow gets
 * the same answer whether or not its resource exists: the resource is not read. Belongs to one event loop.
 */
public final class AuthorizingEndpoint implements Endpoints.Endpoint {
    private final AccessRule rule;
    private final EventOwnership owners;
    private final String organizerScope;
    private final String adminScope;
    private final String required;
    private final Endpoints.Endpoint endpoint;

    /** @param scopeNames returns the name of a scope in tokens */
    public AuthorizingEndpoint(
            AccessRule rule, EventOwnership owners, Function<Scope, String> scopeNames, Endpoints.Endpoint endpoint) {
        this.rule = rule;
        this.owners = owners;
        this.organizerScope = scopeNames.apply(Scope.EVENTS);
        this.adminScope = scopeNames.apply(Scope.ADMIN);
        this.required = required();
        this.endpoint = endpoint;
    }

    @Override
    public Future<? extends Response> apply(ValidatedRequest request) {
        return switch (rule.of(request.caller(), request::subjectUserId)) {
            case GRANTED -> endpoint.apply(request);
            case REFUSED -> Future.succeededFuture(forbidden(request.caller()));
            case GRANTED_TO_OWNER ->
                owners.look(
                        request,
                        runs -> runs ? endpoint.apply(request) : Future.succeededFuture(forbidden(request.caller())));
        };
    }

    private AuthChallenge forbidden(Caller caller) {
        boolean organizer = caller.has(Scope.EVENTS);
        boolean helps = !organizer
                && (rule.grants().contains(Grant.ORGANIZER) || rule.grants().contains(Grant.OWNER));
        var who =
                caller.userId().map(id -> "The caller is the user " + id + ", ").orElse("The caller is not a user, ");
        return AuthChallenge.forbidden(
                helps ? organizerScope : adminScope,
                who + (organizer ? "an organizer" : "without the scope of an organizer") + ". " + required);
    }

    private String required() {
        var ways = new StringJoiner(", or ", "Allowed callers: ", ".");
        if (rule.grants().contains(Grant.SELF)) {
            ways.add("the user whom the request concerns");
        }
        if (rule.grants().contains(Grant.ORGANIZER)) {
            ways.add("an organizer (scope " + organizerScope + ")");
        }
        if (rule.grants().contains(Grant.OWNER)) {
            ways.add("the organizer who owns the event (scope " + organizerScope + ")");
        }
        return ways.add("an admin (scope " + adminScope + ")").toString();
    }
}
