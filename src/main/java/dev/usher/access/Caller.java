package dev.usher.access;

import java.util.Optional;
import java.util.Set;

/**
 * Who sends a request, as far as that is known.
 *
 * @param subject the token's {@code sub}, which need not be a valid id; empty where nobody is asked
 * @param untilMillis the moment, since 1970, from which on the caller counts no more
 */
public record Caller(Optional<String> subject, Set<Scope> scopes, long untilMillis) {
    /** Everybody, where nobody is asked who calls: may do everything, and is nobody in particular. */
    public static final Caller ANYBODY = new Caller(Optional.empty(), Set.of(Scope.ADMIN), Long.MAX_VALUE);

    public Caller {
        scopes = Set.copyOf(scopes);
    }

    public boolean has(Scope scope) {
        return scopes.contains(scope);
    }
}
