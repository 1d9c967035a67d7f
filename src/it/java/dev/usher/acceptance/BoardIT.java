package dev.usher.acceptance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.usher.dynamodb.TestDynamoDb;
import dev.usher.issuer.IssuerStub;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The board of an event in a browser: a promotion appears live, a rewritten ticket raises the alarm, the board
 * reconnects after a restart of the server, asks for a token where one is required, and is accessible in both themes.
 */
class BoardIT {
    @Test
    void showsPromotionsAndChecksTheirOrder() throws Exception {
        var browser = NodeScript.onPath("chromium", "chromium-browser", "google-chrome");
        assumeTrue(browser.isPresent(), "skipped: there is no Chromium");
        var screenshots = Path.of("target").toAbsolutePath();
        try (var usher = UsherProcess.start(TestDynamoDb.endpoint(), TestDynamoDb.newPrefix());
                var proxy = new TamperingProxy(usher.uri(), () -> {
                    usher.stop();
                    usher.start();
                    return null;
                });
                var issuer = IssuerStub.start();
                var secured = LocalUsher.start(TestDynamoDb.endpoint(), TestDynamoDb.newPrefix(), issuer.settings())) {
            NodeScript.run(
                    "board.mjs",
                    browser.get().toString(),
                    proxy.uri().toString(),
                    secured.uri().toString(),
                    issuer.token("olga", "usher:events"),
                    screenshots.toString());
        }
    }
}
