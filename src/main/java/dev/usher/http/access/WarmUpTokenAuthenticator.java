package dev.usher.http.access;

import dev.usher.authz.Caller;
import dev.usher.service.Deadline;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/** Accepts one token, a secret of this process, for requests that the server sends to itself. */
public record WarmUpTokenAuthenticator(String expected) implements TokenAuthenticator {
    @Override
    public Future<Optional<Caller>> callerOf(String token, Deadline deadline) {
        boolean same = MessageDigest.isEqual(
                token.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
        return Future.succeededFuture(same ? Optional.of(Caller.ANYBODY) : Optional.empty());
    }
}
