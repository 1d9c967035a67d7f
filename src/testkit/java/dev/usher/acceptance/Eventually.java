package dev.usher.acceptance;

import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What comes true by itself, behind the answers: looked at again and again, up to a bound. */
final class Eventually {
    private static final long BOUND_SECONDS = 60;
    private static final long PAUSE_MILLIS = 20;

    private Eventually() {}

    /** Returns as soon as nothing is thrown; past the bound throws what was thrown last. */
    static void holds(ThrowingCallable assertion) throws Exception {
        long bound = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOUND_SECONDS);
        while (true) {
            try {
                assertion.call();
                return;
            } catch (AssertionError notYet) {
                if (System.nanoTime() > bound) {
                    throw notYet;
                }
            } catch (Throwable broken) {
                throw new AssertionError(broken);
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }
}
