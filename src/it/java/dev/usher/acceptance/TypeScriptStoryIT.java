package dev.usher.acceptance;

import dev.usher.dynamodb.TestDynamoDb;
import org.junit.jupiter.api.Test;

/** The README's story with the TypeScript client of the contract. */
class TypeScriptStoryIT {
    @Test
    void isAnsweredRightly() throws Exception {
        try (var usher = UsherProcess.start(TestDynamoDb.endpoint(), TestDynamoDb.newPrefix())) {
            NodeScript.run("build/story.js", usher.uri().toString());
        }
    }
}
