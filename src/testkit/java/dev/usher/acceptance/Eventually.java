package dev.usher.acceptance;

import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;

/** Waits until an assertion holds, with one generous bound for every test. Blocks its callers. */
public final class Eventually {
    private static final Duration BOUND = Duration.ofSeconds(90);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private Eventually() {}

    /**
     * Returns as soon as the assertion holds; past the bound throws what it threw last. An
     * {@link IllegalStateException} says that it will never hold, and is thrown at once.
     */
    public static void holds(ThrowingCallable assertion) {
        Awaitility.await()
                .atMost(BOUND)
                .pollDelay(Duration.ZERO)
                .pollInterval(PAUSE)
                .pollInSameThread()
                .ignoreExceptionsMatching(notYet -> !(notYet instanceof IllegalStateException))
                .untilAsserted(assertion::call);
    }
}
