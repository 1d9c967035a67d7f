package dev.usher.acceptance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.usher.dynamodb.TestDynamoDb;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Reference page of the jar, in a browser that reaches nothing else. */
class DocsPageIT {
    @Test
    void listsEveryOperationAndCreatesAUser() throws Exception {
        var browser = NodeScript.onPath("chromium", "chromium-browser", "google-chrome");
        assumeTrue(browser.isPresent(), "skipped: there is no Chromium");
        try (var usher = UsherProcess.start(TestDynamoDb.endpoint(), TestDynamoDb.newPrefix())) {
            var screenshot = Path.of("target", "docs.png").toAbsolutePath();
            NodeScript.run("docs.mjs", browser.get().toString(), usher.uri().toString(), screenshot.toString());
        }
    }
}
