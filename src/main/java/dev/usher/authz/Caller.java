package dev.usher.authz;

import java.util.Optional;
import java.util.Set;

/**
 * Sender of a request.
 *
 * @param userId the caller's user, which need not exist; empty where requests carry no token
 * @param name the caller's name from the token, valid as a user's name; empty if the token has none
 * @param untilMillis expiry of the caller's token, in milliseconds since 1970
 */
public record Caller(Optional<String> userId, Optional<String> name, Set<Scope> scopes, long untilMillis) {
    /** Caller without a token, where none is required. It is no user and may do everything. */
    public static final Caller ANYBODY = new Caller(Optional.empty(), Set.of(Scope.ADMIN), Long.MAX_VALUE);

    public Caller {
        scopes = Set.copyOf(scopes);
    }

    /** Creates a caller whose token has no name. */
    public Caller(Optional<String> userId, Set<Scope> scopes, long untilMillis) {
        this(userId, Optional.empty(), scopes, untilMillis);
    }

    public boolean has(Scope scope) {
        return scopes.contains(scope);
    }

    /**
     * Returns whether the caller may read all of an event, and change it.
     *
     * @param owner id of the event's owner, or null
     */
    public boolean runs(String owner) {
        return has(Scope.ADMIN) || has(Scope.EVENTS) && owner != null && owner.equals(userId.orElse(null));
    }
}
