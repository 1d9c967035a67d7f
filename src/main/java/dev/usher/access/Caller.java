package dev.usher.access;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Who sends a request, as far as that is known.
 *
 * @param subject the token's {@code sub}, which need not be a valid id; empty where nobody is asked
 * @param untilMillis the moment, since 1970, from which on the caller counts no more
 */
public record Caller(Optional<String> subject, Set<Scope> scopes, long untilMillis) {
    /** Everybody, where nobody is asked who calls: may do everything, and is nobody in particular. */
    public static final Caller ANYBODY = new Caller(Optional.empty(), Set.of(Scope.ADMIN), Long.MAX_VALUE);

    /** What the contract calls an id. */
    static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._~-]{0,63}");

    public Caller {
        scopes = Set.copyOf(scopes);
    }

    public boolean has(Scope scope) {
        return scopes.contains(scope);
    }

    /** The user whom the caller is. Empty also for a subject that can be nobody's id: it owns nothing. */
    public Optional<String> userId() {
        return subject.filter(id -> ID.matcher(id).matches());
    }

    /**
     * Whether the caller may see all of an event, and change it.
     *
     * @param owner who made it, or null
     */
    public boolean runs(String owner) {
        return has(Scope.ADMIN) || has(Scope.EVENTS) && owner != null && owner.equals(subject.orElse(null));
    }
}
