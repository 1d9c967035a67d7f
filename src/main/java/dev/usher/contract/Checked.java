package dev.usher.contract;

import java.util.List;
import java.util.function.Function;

/** Result of validating a request against the contract. */
public sealed interface Checked {

    /** The request is valid. */
    record Valid(Arguments arguments) implements Checked {
        @Override
        public <R> R fold(Function<Arguments, R> valid, Function<List<Place>, R> invalid) {
            return valid.apply(arguments);
        }
    }

    /** @param places the invalid places, at least one */
    record Invalid(List<Place> places) implements Checked {
        @Override
        public <R> R fold(Function<Arguments, R> valid, Function<List<Place>, R> invalid) {
            return invalid.apply(places);
        }
    }

    /** Applies {@code valid} to the arguments, or {@code invalid} to the invalid places. */
    <R> R fold(Function<Arguments, R> valid, Function<List<Place>, R> invalid);
}
