package dev.usher.access;

import java.util.Optional;
import java.util.Set;

/** Who may do one thing. */
public record Rule(Set<Grant> grants) {
    public Rule {
        grants = Set.copyOf(grants);
    }

    /** What a rule says without a look at any row. */
    public enum Verdict {
        GRANTED,
        REFUSED,
        /** Granted if the event is the caller's own. */
        GRANTED_TO_OWNER
    }

    /** @param about the user whom it is about; empty where it is about nobody */
    public Verdict of(Caller caller, Optional<String> about) {
        boolean self = grants.contains(Grant.SELF) && about.isPresent() && about.equals(caller.subject());
        if (caller.has(Scope.ADMIN) || grants.contains(Grant.EVERYBODY) || self) {
            return Verdict.GRANTED;
        }
        if (!caller.has(Scope.EVENTS) || caller.userId().isEmpty()) {
            return Verdict.REFUSED;
        }
        if (grants.contains(Grant.ORGANIZER)) {
            return Verdict.GRANTED;
        }
        return grants.contains(Grant.OWNER) ? Verdict.GRANTED_TO_OWNER : Verdict.REFUSED;
    }
}
