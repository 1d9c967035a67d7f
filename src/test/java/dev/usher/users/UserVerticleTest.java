package dev.usher.users;

import static dev.usher.acceptance.Eventually.get;
import static dev.usher.acceptance.Eventually.patient;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.bus.ServiceBus;
import dev.usher.service.CreateResult;
import dev.usher.service.Outcome;
import dev.usher.service.RefusalReason;
import dev.usher.service.Request;
import dev.usher.service.RequestKey;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UserVerticleTest {
    private final Vertx vertx = Vertx.vertx();
    private final ServiceBus bus = new ServiceBus(vertx);

    @BeforeEach
    void deploy() throws Exception {
        get(vertx.deployVerticle(new UserVerticle(bus, new StubUserStore(), new UserExistenceCache())));
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
        assertThat(ask(new GetUser("ann"))).isEqualTo(Outcome.done(created.row()));
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

        assertThat(ask(new CreateUser("ann", "Ann", null))).isEqualTo(Outcome.refused(RefusalReason.USER_EXISTS));
        assertThat(ask(new CreateUser("ann", "Ann", key("key", "Ann"))))
                .isEqualTo(Outcome.refused(RefusalReason.USER_EXISTS));
    }

    @Test
    void theSameRequestRepeatedGivesTheRowThatStands() throws Exception {
        var created = done(ask(new CreateUser("ann", "Ann", key("key", "Ann"))));

        assertThat(ask(new CreateUser("ann", "Ann", key("key", "Ann"))))
                .isEqualTo(Outcome.done(new CreateResult<>(created.row(), true)));
        assertThat(ask(new CreateUser("ann", "Anne", key("key", "Anne"))))
                .isEqualTo(Outcome.refused(RefusalReason.IDEMPOTENCY_KEY_REUSED));
        assertThat(ask(new CreateUser("ann", "Ann", key("another", "Ann"))))
                .isEqualTo(Outcome.refused(RefusalReason.USER_EXISTS));
    }

    @Test
    void whoDoesNotExistIsNotFound() throws Exception {
        assertThat(ask(new GetUser("unknown"))).isEqualTo(Outcome.refused(RefusalReason.USER_NOT_FOUND));
    }

    @Test
    void aUserHasTheNewNameAndTheKeyOfTheCreate() throws Exception {
        var created = done(ask(new CreateUser("ann", "Ann", key("key", "Ann")))).row();

        var renamed = ask(new UpdateUser("ann", "Anna"));

        assertThat(renamed).isEqualTo(Outcome.done(created.named("Anna")));
        assertThat(ask(new UpdateUser("ann", "Anna"))).isEqualTo(renamed);
        assertThat(ask(new GetUser("ann"))).isEqualTo(renamed);
        assertThat(ask(new CreateUser("ann", "Ann", key("key", "Ann"))))
                .isEqualTo(Outcome.done(new CreateResult<>(created.named("Anna"), true)));
        assertThat(ask(new UpdateUser("unknown", "Nobody"))).isEqualTo(Outcome.refused(RefusalReason.USER_NOT_FOUND));
    }

    private static RequestKey key(String key, String body) {
        return new RequestKey(key, body);
    }

    private <A> Outcome<A> ask(Request<A> request) throws Exception {
        return get(bus.ask(request, patient()));
    }

    private static <A> A done(Outcome<A> outcome) {
        return outcome.fold(answer -> answer, refused -> {
            throw new AssertionError(refused.toString());
        });
    }
}
