package dev.usher.contract;

import java.util.List;
import java.util.function.Function;

/** What holding a request against the contract came to. */
public sealed interface Checked {

    /** All of it is as the contract says. */
    record Valid(Arguments arguments) implements Checked {
        @Override
        public <R> R fold(Function<Arguments, R> valid, Function<List<Place>, R> invalid) {
            return valid.apply(arguments);
        }
    }

    /** @param places every place that is wrong, at least one */
    record Invalid(List<Place> places) implements Checked {
        @Override
        public <R> R fold(Function<Arguments, R> valid, Function<List<Place>, R> invalid) {
            return invalid.apply(places);
        }
    }

    /** Goes on with what was sent, or with what is wrong with it. */
    <R> R fold(Function<Arguments, R> valid, Function<List<Place>, R> invalid);
}
