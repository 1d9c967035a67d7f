package dev.usher.history;

import java.util.ArrayList;
import java.util.List;

/**
 * Result of the checks of one event's history.
 *
 * @param violations one sentence for each violation
 */
public record CheckResult(int versions, List<String> violations) {
    private static final int SHOWN = 20;

    public CheckResult {
        violations = List.copyOf(violations);
    }

    /** Checks the versions against I1 to I6 and I9, and the answers against the versions. Pure. */
    public static CheckResult of(EventHistory history) {
        List<String> violations = new ArrayList<>(InvariantChecker.violations(history));
        violations.addAll(LinearizabilityChecker.violations(history));
        return new CheckResult(
                history.versions().size(),
                violations.stream()
                        .map(violation -> history.eventId() + ": " + violation)
                        .toList());
    }

    /** @throws AssertionError with the first violations */
    public void assertClean() {
        if (!violations.isEmpty()) {
            throw new AssertionError(violations.size() + " violations:\n"
                    + String.join("\n", violations.subList(0, Math.min(SHOWN, violations.size()))));
        }
    }
}
