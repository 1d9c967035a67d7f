package dev.usher.users;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.bus.Bus;
import dev.usher.bus.Creation;
import dev.usher.bus.Deadline;
import dev.usher.bus.Outcome;
import dev.usher.bus.Reason;
import dev.usher.bus.Request;
import dev.usher.bus.RequestKey;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UserVerticleTest {
    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = new Bus(vertx);

    @BeforeEach
    void deploy() throws Exception {
        get(vertx.deployVerticle(new UserVerticle(bus, new StubUserStore(), new KnownUsers())));
    }

    @AfterEach
    void close() throws Exception {
        bus.close();
        get(vertx.close());
    }

    @Test
    void aUserIsCreatedAndFound() throws Exception {
        var created = done(ask(new CreateUser("ann", "Ann", null)));

        assertThat(created.repeated()).isFalse();
        assertThat(created.row().createdAt().text()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{3})?Z");
        assertThat(ask(new FindUser("ann"))).isEqualTo(Outcome.done(created.row()));
    }

    @Test
    void anIdIsMadeForWhoBringsNone() throws Exception {
        var one = done(ask(new CreateUser(null, "Ann", key("key", "Ann"))));
        var other = done(ask(new CreateUser(null, "Ann", key("key", "Ann"))));

        assertThat(one.row().userId()).hasSize(36).isNotEqualTo(other.row().userId());
    }

    @Test
    void anIdThatIsTakenIsRefused() throws Exception {
        ask(new CreateUser("ann", "Ann", null));

        assertThat(ask(new CreateUser("ann", "Ann", null))).isEqualTo(Outcome.refused(Reason.USER_EXISTS));
        assertThat(ask(new CreateUser("ann", "Ann", key("key", "Ann")))).isEqualTo(Outcome.refused(Reason.USER_EXISTS));
    }

    @Test
    void theSameRequestRepeatedGivesTheRowThatStands() throws Exception {
        var created = done(ask(new CreateUser("ann", "Ann", key("key", "Ann"))));

        assertThat(ask(new CreateUser("ann", "Ann", key("key", "Ann"))))
                .isEqualTo(Outcome.done(new Creation<>(created.row(), true)));
        assertThat(ask(new CreateUser("ann", "Anne", key("key", "Anne"))))
                .isEqualTo(Outcome.refused(Reason.IDEMPOTENCY_KEY_REUSED));
        assertThat(ask(new CreateUser("ann", "Ann", key("another", "Ann"))))
                .isEqualTo(Outcome.refused(Reason.USER_EXISTS));
    }

    @Test
    void whoDoesNotExistIsNotFound() throws Exception {
        assertThat(ask(new FindUser("nobody"))).isEqualTo(Outcome.refused(Reason.USER_NOT_FOUND));
    }

    private static RequestKey key(String key, String body) {
        return new RequestKey(key, body);
    }

    private <A> Outcome<A> ask(Request<A> request) throws Exception {
        return get(bus.ask(request, Deadline.inMillis(5_000)));
    }

    private static <A> A done(Outcome<A> outcome) {
        return outcome.fold(answer -> answer, refused -> {
            throw new AssertionError(refused.toString());
        });
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
}
