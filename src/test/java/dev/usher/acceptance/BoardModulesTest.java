package dev.usher.acceptance;

import org.junit.jupiter.api.Test;

/** Modules of the board without a browser: above all, the check of the order. */
class BoardModulesTest {
    private static final String MODULES = "src/main/resources/board";

    @Test
    void checkFindsEachViolation() throws Exception {
        NodeScript.runAlone("src/test/resources/board/board.test.mjs", MODULES);
    }

    @Test
    void alarmStaysAndPagesAreRequestedAgain() throws Exception {
        NodeScript.runAlone("src/test/resources/board/page.test.mjs", MODULES);
    }
}
