package dev.usher.acceptance;

import org.junit.jupiter.api.Test;

/** Modules of the board that need no browser: above all, the check of the order. */
class BoardModulesTest {
    @Test
    void checkFindsEachViolation() throws Exception {
        NodeScript.runAlone("src/test/resources/board/board.test.mjs", "src/main/resources/board");
    }
}
