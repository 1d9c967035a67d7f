package dev.usher.authz;

import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Set of grants that permit one operation. */
public record AccessRule(Set<Grant> grants) {
    public AccessRule {
        grants = Set.copyOf(grants);
    }

    /** What a rule decides without reading the event. */
    public enum Decision {
        GRANTED,
        REFUSED,
        /** Granted if the caller owns the event. */
        GRANTED_TO_OWNER
    }

    /** @param about the user that the request is about, or empty; called only if the result depends on it */
    public Decision of(Caller caller, Supplier<Optional<String>> about) {
        if (caller.has(Scope.ADMIN) || grants.contains(Grant.EVERYBODY) || isSelf(caller, about)) {
            return Decision.GRANTED;
        }
        if (!caller.has(Scope.EVENTS) || caller.userId().isEmpty()) {
            return Decision.REFUSED;
        }
        if (grants.contains(Grant.ORGANIZER)) {
            return Decision.GRANTED;
        }
        return grants.contains(Grant.OWNER) ? Decision.GRANTED_TO_OWNER : Decision.REFUSED;
    }

    private boolean isSelf(Caller caller, Supplier<Optional<String>> about) {
        if (!grants.contains(Grant.SELF)) {
            return false;
        }
        var user = about.get();
        return user.isPresent() && user.equals(caller.userId());
    }
}
