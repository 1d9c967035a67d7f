package dev.usher.acceptance;

import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;

/** Waits until an assertion passes, with one generous timeout for every test. Blocks its callers. */
public final class Eventually {
    private static final Duration BOUND = Duration.ofSeconds(90);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private Eventually() {}

    /**
     * Returns as soon as the assertion passes; after the timeout, throws its last error. An
     * {@link IllegalStateException} means that it can never pass, and is thrown at once.
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
