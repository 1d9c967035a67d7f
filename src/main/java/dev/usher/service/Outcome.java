package dev.usher.service;

import java.util.Objects;
import java.util.function.Function;

/**
 * Expected result of a service: done, or refused with a reason. Unexpected errors fail the future instead.
 *
 * @param <A> the answer of the service
 */
public sealed interface Outcome<A> {

    /** The request was carried out. */
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
     * The request was refused.
     *
     * @param reason why
     * @param cause what caused the refusal (a registration that exists already, the moment at which registration
     *     opens), or null
     */
    record Refused<A>(RefusalReason reason, Object cause) implements Outcome<A> {
        public Refused {
            Objects.requireNonNull(reason);
        }

        @Override
        public <R> R fold(Function<A, R> done, Function<Refused<A>, R> refused) {
            return refused.apply(this);
        }
    }

    /** Applies the function that fits; the only way to read an outcome. */
    <R> R fold(Function<A, R> done, Function<Refused<A>, R> refused);

    static <A> Outcome<A> done(A answer) {
        return new Done<>(answer);
    }

    static <A> Outcome<A> refused(RefusalReason reason) {
        return new Refused<>(reason, null);
    }

    static <A> Outcome<A> refused(RefusalReason reason, Object cause) {
        return new Refused<>(reason, cause);
    }
}
