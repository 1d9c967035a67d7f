package dev.usher.http.access;

import dev.usher.authz.Caller;
import dev.usher.authz.Scope;
import dev.usher.service.Deadline;
import io.vertx.core.Future;
import java.util.Optional;

/** Authenticates bearer tokens. Called on any event loop; a future completes on the event loop of its call. */
public interface TokenAuthenticator {
    /** Returns what is known without a check of the signature. Cheap. */
    default Knowledge known(String token) {
        return Knowledge.unchecked(1);
    }

    /** Returns the value of a token's claims that grants the scope. */
    default String scopeName(Scope scope) {
        return scope.text();
    }

    /**
     * @param deadline of the check
     * @return empty for a token that is not valid; fails with an {@code UnavailableException} when the check is not
     *     possible now
     */
    Future<Optional<Caller>> callerOf(String token, Deadline deadline);

    /**
     * Result for a token that was just received.
     *
     * @param caller empty for a token that is not valid, or not checked yet
     * @param cost of the remaining check, in requests; 0 for none
     */
    record Knowledge(Optional<Caller> caller, int cost) {
        public static final Knowledge INVALID = new Knowledge(Optional.empty(), 0);

        public static Knowledge valid(Caller caller) {
            return new Knowledge(Optional.of(caller), 0);
        }

        /** @param cost at least 1 */
        public static Knowledge unchecked(int cost) {
            return new Knowledge(Optional.empty(), cost);
        }

        public boolean isChecked() {
            return cost == 0;
        }
    }
}
