package dev.usher.registrations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.bus.UnavailableException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.lang.reflect.Proxy;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class PlacesTest {
    /** Nobody's place is counted here: the line never fits. */
    private static final RegistrationStore NO_POSITIONS = (RegistrationStore) Proxy.newProxyInstance(
            RegistrationStore.class.getClassLoader(),
            new Class<?>[] {RegistrationStore.class},
            (proxy, method, call) -> {
                throw new AssertionError(method);
            });

    @Test
    void aRowThatNeverFitsTheLineIsNoAnswer(Vertx vertx) throws Exception {
        var tables = new ModelTables(1, true);
        var store = new ScriptedStore(vertx, tables);
        var waits = new Registration("e", "ada", Registration.Status.WAITLISTED, ModelTables.CREATED, 0L, null, null);
        tables.rows.put("ada", waits);

        Future<?> place = new Places(store, NO_POSITIONS).of(waits);

        assertThat(place.toCompletionStage().toCompletableFuture())
                .failsWithin(5, TimeUnit.SECONDS)
                .withThrowableThat()
                .withCauseInstanceOf(UnavailableException.class);
        assertThat(store.count("event")).isLessThan(100);
    }
}
