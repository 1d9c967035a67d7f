package dev.usher.access;

import java.util.Optional;
import java.util.Set;

/**
 * Sender of a request.
 *
 * @param userId the caller's user, which need not exist; empty where requests carry no token
 * @param name the caller's name as the token has it, fit for a user's name; empty where the token has none
 * @param untilMillis the moment, since 1970, at which the caller's token expires
 */
public record Caller(Optional<String> userId, Optional<String> name, Set<Scope> scopes, long untilMillis) {
    /** Caller without a token, where none is required: may do everything, and is no user. */
    public static final Caller ANYBODY = new Caller(Optional.empty(), Set.of(Scope.ADMIN), Long.MAX_VALUE);

    public Caller {
        scopes = Set.copyOf(scopes);
    }

    /** A caller whose token has no name. */
    public Caller(Optional<String> userId, Set<Scope> scopes, long untilMillis) {
        this(userId, Optional.empty(), scopes, untilMillis);
    }

    public boolean has(Scope scope) {
        return scopes.contains(scope);
    }

    /**
     * Whether the caller may see all of an event, and change it.
     *
     * @param owner who made it, or null
     */
    public boolean runs(String owner) {
        return has(Scope.ADMIN) || has(Scope.EVENTS) && owner != null && owner.equals(userId.orElse(null));
    }
}
