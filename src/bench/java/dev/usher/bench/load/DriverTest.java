package dev.usher.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DriverTest {
    private final AtomicInteger asked = new AtomicInteger();
    private final Driver driver = new Driver();
    private Vertx vertx;
    private URI server;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        HttpServer listening = vertx.createHttpServer()
                .requestHandler(request -> {
                    int number = asked.incrementAndGet();
                    switch (request.path()) {
                        case "/busy-at-first" ->
                            request.response()
                                    .setStatusCode(number <= 10 ? 503 : 200)
                                    .end("x");
                        case "/events/busy-and-done/register" ->
                            request.response()
                                    .setStatusCode(number <= 10 ? 503 : 409)
                                    .end("x");
                        case "/never" -> {}
                        case "/slow" ->
                            vertx.setTimer(100, late -> request.response().end());
                        default -> request.response().end("{}");
                    }
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        server = URI.create("http://127.0.0.1:" + listening.actualPort());
    }

    @AfterEach
    void stop() {
        driver.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void whoIsToldToComeBackComesBackUntilAnswered() {
        Answers answers = driver.send(load("/busy-at-first", 50, 0, 8, 60_000));
        assertThat(answers.statuses()).containsOnlyKeys(200);
        assertThat(answers.answered()).isEqualTo(50);
        assertThat(answers.retries()).isEqualTo(10);
    }

    @Test
    void anAnswerThatItsCallIsNotForIsWrong() {
        assertThat(driver.send(load(Call.inVain("jazz", "ada"), 3)).wrong()).isEqualTo(3);
        assertThat(driver.send(load(Call.register("jazz", "ada"), 3)).wrong()).isZero();
    }

    @Test
    void whoAskedAgainMayBeToldThatItIsDone() {
        Answers answers = driver.send(load(Call.register("busy-and-done", "ada"), 1));
        assertThat(answers.statuses()).containsOnlyKeys(409);
        assertThat(answers.wrong()).isZero();
    }

    @Test
    void theWaitForAConnectionCounts() {
        Answers answers = driver.send(load("/slow", 10, 0, 2, 60_000));
        assertThat(answers.millisAt(100)).isGreaterThan(480);
    }

    @Test
    void callsBecomeDueAtTheirRate() {
        Answers answers = driver.send(load("/", 100, 200, 16, 60_000));
        assertThat(answers.answered()).isEqualTo(100);
        assertThat(answers.nanos()).isGreaterThan(490_000_000L);
    }

    @Test
    void whatIsNotAnsweredInTimeCountsAsThatLate() {
        Answers answers = driver.send(load("/never", 4, 0, 4, 500));
        assertThat(answers.unanswered()).isEqualTo(4);
        assertThat(answers.millisAt(50)).isBetween(490.0, 510.0);
        assertThat(answers.perSecond()).isZero();
    }

    @Test
    void saturationCountsAnswers() {
        try (var saturation = new Saturation()) {
            double perSecond = saturation.measure(server, List.of("/", "/else"), Duration.ofSeconds(2));
            assertThat(perSecond * 2).isPositive().isLessThan(1.3 * asked.get());
        }
    }

    @Test
    void anAnswerEndsWhereItsLengthSays() {
        var head = Buffer.buffer("HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n");
        assertThat(AnswerLength.of(head.copy().appendString("twelve bytes"))).isEqualTo(head.length() + 12);
        assertThat(AnswerLength.of(Buffer.buffer("HTTP/1.1 200 OK\r\nconten"))).isEqualTo(Integer.MAX_VALUE);
    }

    private Load load(Call call, int times) {
        return new Load(List.of(server), Collections.nCopies(times, call), 0, 8, Duration.ofSeconds(60));
    }

    private Load load(String path, int calls, int perSecond, int connections, int limitMillis) {
        return new Load(
                List.of(server),
                Collections.nCopies(calls, Call.get(path)),
                perSecond,
                connections,
                Duration.ofMillis(limitMillis));
    }
}
