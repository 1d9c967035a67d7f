package dev.usher.audit;

import java.util.List;

/**
 * Result of an audit.
 *
 * @param violations one sentence each, naming the event and the invariant; empty when there are none
 */
public record AuditReport(List<String> violations) {
    public AuditReport {
        violations = List.copyOf(violations);
    }

    public boolean clean() {
        return violations.isEmpty();
    }

    /** @throws AssertionError naming the first violations */
    public AuditReport assertClean() {
        if (!clean()) {
            var shown = violations.subList(0, Math.min(20, violations.size()));
            throw new AssertionError(violations.size() + " violations: " + String.join("; ", shown));
        }
        return this;
    }
}
