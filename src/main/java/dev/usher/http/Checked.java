package dev.usher.http;

import java.util.List;
import java.util.function.Function;

/** What checking a request against the contract came to. */
sealed interface Checked {

    record Valid(ValidRequest request) implements Checked {
        @Override
        public <R> R fold(Function<ValidRequest, R> valid, Function<List<Place>, R> invalid) {
            return valid.apply(request);
        }
    }

    /** @param places every place that is wrong, at least one */
    record Invalid(List<Place> places) implements Checked {
        @Override
        public <R> R fold(Function<ValidRequest, R> valid, Function<List<Place>, R> invalid) {
            return invalid.apply(places);
        }
    }

    <R> R fold(Function<ValidRequest, R> valid, Function<List<Place>, R> invalid);
}
