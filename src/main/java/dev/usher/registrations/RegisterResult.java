package dev.usher.registrations;

import dev.usher.registrations.model.RegistrationView;
import dev.usher.service.Outcome;
import dev.usher.service.RefusalReason;
import java.util.Optional;

/**
 * Result of one user's registration in {@link RegisterUsers}.
 *
 * @param outcome empty after an unexpected error
 */
public record RegisterResult(String userId, Optional<Outcome<RegistrationView>> outcome) {
    /** Whether it is known what became of the request. */
    boolean isDecided() {
        return outcome.isPresent()
                && outcome.get().fold(done -> true, refused -> refused.reason() != RefusalReason.BUSY);
    }
}
