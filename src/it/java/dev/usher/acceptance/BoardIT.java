package dev.usher.acceptance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.usher.dev.FreePort;
import dev.usher.dynamodb.TestDynamoDb;
import dev.usher.issuer.IssuerStub;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The board of an event in a browser: a promotion appears live, a rewritten ticket raises the alarm, the board
 * reconnects after a restart of the server, asks for a token where one is required, and is accessible in both themes.
 * Only pages of the configured origins may embed it.
 */
class BoardIT {
    private static final String PREFIX = TestDynamoDb.newPrefix();

    private volatile LocalUsher served;

    private static String browser() {
        var browser = NodeScript.onPath("chromium", "chromium-browser", "google-chrome");
        assumeTrue(browser.isPresent(), "skipped: there is no Chromium");
        return browser.get().toString();
    }

    @Test
    void onlyAListedOriginMayEmbedIt() throws Exception {
        var browser = browser();
        int allowed = FreePort.any();
        int other = FreePort.any();
        try (var usher = LocalUsher.start(
                TestDynamoDb.endpoint(),
                TestDynamoDb.newPrefix(),
                Map.of("USHER_CORS_ORIGINS", "http://127.0.0.1:" + allowed))) {
            usher.api().event("jazz", 1, true);
            NodeScript.run(
                    "embedding.mjs",
                    browser,
                    usher.uri().toString(),
                    "jazz",
                    Integer.toString(allowed),
                    Integer.toString(other));
        }
    }

    @Test
    void showsPromotionsAndChecksTheirOrder() throws Exception {
        var browser = browser();
        var screenshots = Path.of("target").toAbsolutePath();
        served = LocalUsher.start(TestDynamoDb.endpoint(), PREFIX, Map.of());
        try (var proxy = new TamperingProxy(served.uri(), this::restart);
                var issuer = IssuerStub.start();
                var secured = LocalUsher.start(TestDynamoDb.endpoint(), TestDynamoDb.newPrefix(), issuer.settings())) {
            NodeScript.run(
                    "board.mjs",
                    browser,
                    proxy.uri().toString(),
                    secured.uri().toString(),
                    issuer.token("olga", "usher:events"),
                    screenshots.toString());
        } finally {
            served.close();
        }
    }

    private URI restart() throws Exception {
        LocalUsher.get(served.stop());
        served = LocalUsher.start(TestDynamoDb.endpoint(), PREFIX, Map.of());
        return served.uri();
    }
}
