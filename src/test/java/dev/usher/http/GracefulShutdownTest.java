package dev.usher.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.service.Outcome;
import dev.usher.service.RefusalReason;
import dev.usher.users.GetUser;
import dev.usher.users.User;
import io.vertx.core.Promise;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Open connections when the API stops. */
class GracefulShutdownTest {
    private final ApiFixture api = new ApiFixture();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final Promise<Outcome<User>> answer = Promise.promise();

    @BeforeEach
    void serve() {
        api.serve(GetUser.class, find -> {
            asked.countDown();
            return answer.future();
        });
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void whoWasLetInIsAnsweredAndToldToGoAndNobodyElseIsLetIn() throws Exception {
        try (var waiting = new Client();
                var idle = new Client();
                var silent = new Client()) {
            idle.ask("/nothing");
            assertThat(idle.answer()).startsWith("HTTP/1.1 404").doesNotContain("close");
            waiting.ask("/users/ada");
            assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();

            var stopped = api.stopServing();
            assertThat(idle.askUntilToldToGo("/nothing")).isPositive();
            untilRefused();
            assertThat(idle.ended()).isTrue();
            assertThat(silent.ended()).isTrue();
            assertThat(stopped.isComplete()).isFalse();

            answer.complete(Outcome.refused(RefusalReason.USER_NOT_FOUND));
            assertThat(waiting.answer()).startsWith("HTTP/1.1 404").contains("connection: close");
            assertThat(waiting.ended()).isTrue();
            ApiFixture.await(stopped);
        }
    }

    private void untilRefused() throws Exception {
        long bound = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            try {
                new Socket("127.0.0.1", api.port()).close();
                assertThat(System.nanoTime()).isLessThan(bound);
                TimeUnit.MILLISECONDS.sleep(5);
            } catch (ConnectException refused) {
                return;
            }
        }
    }

    /** One connection that stays open. */
    private final class Client implements AutoCloseable {
        private final Socket socket = new Socket("127.0.0.1", api.port());
        private final BufferedReader reader =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));

        Client() throws IOException {
            socket.setSoTimeout(60_000);
        }

        void ask(String path) throws IOException {
            var request = "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        }

        /** The head of the next answer; its body is read and dropped. */
        String answer() throws IOException {
            var head = new StringBuilder();
            int length = 0;
            for (var line = reader.readLine(); line != null && !line.isEmpty(); line = reader.readLine()) {
                head.append(line).append('\n');
                if (line.toLowerCase().startsWith("content-length:")) {
                    length = Integer.parseInt(
                            line.substring(line.indexOf(':') + 1).trim());
                }
            }
            for (int i = 0; i < length; i++) {
                reader.read();
            }
            return head.toString();
        }

        /** How often it was answered, every time. */
        int askUntilToldToGo(String path) throws IOException {
            for (int answers = 1; ; answers++) {
                ask(path);
                var head = answer();
                assertThat(head).startsWith("HTTP/1.1 404");
                if (head.contains("connection: close")) {
                    return answers;
                }
            }
        }

        boolean ended() throws IOException {
            return reader.read() < 0;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
