package dev.usher.acceptance;

import dev.usher.service.Deadline;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;

/** Waits with one generous timeout for every test. Blocks its callers. */
public final class Eventually {
    /** Deadline of requests that are to be answered however slow the machine is. */
    public static final long PATIENT_MILLIS = 60_000;

    private static final Duration BOUND = Duration.ofSeconds(240);
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

    public static Deadline patient() {
        return Deadline.inMillis(PATIENT_MILLIS);
    }

    /** Returns the result of a future. Throws an {@link java.util.concurrent.ExecutionException} if it fails. */
    public static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(BOUND.toSeconds(), TimeUnit.SECONDS);
    }
}
