package dev.usher.http.response;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.usher.acceptance.CapturedLog;
import dev.usher.http.ApiFixture;
import dev.usher.service.Outcome;
import dev.usher.service.RefusalReason;
import dev.usher.users.GetUser;
import io.vertx.core.Future;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Content of the access log. */
class AccessLogTest {
    private final Logger log = (Logger) LoggerFactory.getLogger(AccessLog.LOGGER);
    private final CapturedLog captured = new CapturedLog(AccessLog.LOGGER);
    private ApiFixture api;

    @BeforeEach
    void open() {
        api = new ApiFixture();
        api.serve(
                GetUser.class,
                find -> find.userId().equals("broken")
                        ? Future.failedFuture("broken")
                        : Future.succeededFuture(Outcome.refused(RefusalReason.USER_NOT_FOUND)));
    }

    @AfterEach
    void close() {
        captured.close();
        log.setLevel(null);
        api.close();
    }

    private List<String> logged() {
        return captured.lines().stream()
                .map(line -> line.getLevel() + " "
                        + line.getKeyValuePairs().stream()
                                .filter(pair -> !pair.key.equals("micros"))
                                .map(pair -> pair.key + "=" + pair.value)
                                .collect(Collectors.joining(" ")))
                .toList();
    }

    /** A line is written when the answer is out, which is a moment before the server is closed. */
    private void threeRequests() {
        api.get("/users/nobody", "X-Request-Id", "r1");
        api.get("/nowhere", "X-Request-Id", "r2");
        api.get("/users/broken", "X-Request-Id", "r3");
        ApiFixture.await(api.stopServing());
    }

    @Test
    void hasALineForEachRequestAtInfo() {
        log.setLevel(Level.INFO);
        threeRequests();
        assertThat(logged())
                .containsExactly(
                        "INFO requestId=r1 operation=getUser status=404 outcome=user-not-found",
                        "INFO requestId=r2 operation=none status=404 outcome=refused",
                        "WARN requestId=r3 operation=getUser status=500 outcome=internal-error");
    }

    @Test
    void hasOnlyTheServersFaultsAtWarn() {
        log.setLevel(Level.WARN);
        threeRequests();
        assertThat(logged()).containsExactly("WARN requestId=r3 operation=getUser status=500 outcome=internal-error");
    }
}
