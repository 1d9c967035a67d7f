package dev.usher.bus;

import java.util.Objects;
import java.util.function.Function;

/**
 * What a service expected to be able to say: it did what it was asked to, or it refused and says why. Only what nobody
 * foresaw is a failed future instead.
 *
 * @param <A> the answer of the service
 */
public sealed interface Outcome<A> {

    /** The service did it. */
    record Done<A>(A answer) implements Outcome<A> {
        public Done {
            Objects.requireNonNull(answer);
        }

        @Override
        public <R> R fold(Function<A, R> done, Function<Refused<A>, R> refused) {
            return done.apply(answer);
        }
    }

    /**
     * The service refused.
     *
     * @param reason why
     * @param standing what stands in the way (a registration that exists already, the moment at which registration
     *     opens), or null
     */
    record Refused<A>(Reason reason, Object standing) implements Outcome<A> {
        public Refused {
            Objects.requireNonNull(reason);
        }

        @Override
        public <R> R fold(Function<A, R> done, Function<Refused<A>, R> refused) {
            return refused.apply(this);
        }
    }

    /** The one way to look inside. */
    <R> R fold(Function<A, R> done, Function<Refused<A>, R> refused);

    static <A> Outcome<A> done(A answer) {
        return new Done<>(answer);
    }

    static <A> Outcome<A> refused(Reason reason) {
        return new Refused<>(reason, null);
    }

    static <A> Outcome<A> refused(Reason reason, Object standing) {
        return new Refused<>(reason, standing);
    }
}
