package dev.usher.contract;

import java.util.List;
import java.util.function.Function;

/** Result of validating a request against the contract. */
public sealed interface ValidationResult {

    /** The request is valid. */
    record Valid(ValidatedArguments arguments) implements ValidationResult {
        @Override
        public <R> R fold(Function<ValidatedArguments, R> valid, Function<List<ValidationError>, R> invalid) {
            return valid.apply(arguments);
        }
    }

    /** @param errors the invalid parts, at least one */
    record Invalid(List<ValidationError> errors) implements ValidationResult {
        @Override
        public <R> R fold(Function<ValidatedArguments, R> valid, Function<List<ValidationError>, R> invalid) {
            return invalid.apply(errors);
        }
    }

    /** Applies {@code valid} to the arguments, or {@code invalid} to the invalid parts. */
    <R> R fold(Function<ValidatedArguments, R> valid, Function<List<ValidationError>, R> invalid);
}
