package dev.usher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the tests that the documents name with those that exist. */
class DocumentedTestsTest {
    private static final Pattern TEST_CLASS = Pattern.compile("`([A-Z][A-Za-z0-9]*(?:Test|IT))\\b");
    private static final Pattern METHOD = Pattern.compile("`([A-Z]\\w*(?:Test|IT))\\.([a-z]\\w*)`");
    private static final Pattern TEST = Pattern.compile("`(?:([A-Z]\\w*))?\\.?([a-z]\\w*)?`");

    /** Sources by class name. */
    private static final Map<String, String> SOURCES = new HashMap<>();

    @BeforeAll
    static void read() throws IOException {
        try (var files = Files.walk(Path.of("src"))) {
            for (var file :
                    files.filter(file -> file.toString().endsWith(".java")).toList()) {
                var name = file.getFileName().toString();
                SOURCES.put(name.substring(0, name.length() - ".java".length()), Files.readString(file));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "SECURITY.md", "CONTRIBUTING.md", "docs"})
    void documentNamesOnlyTestsThatExist(String document) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(document))) {
            for (var file :
                    files.filter(file -> file.toString().endsWith(".md")).toList()) {
                var text = Files.readString(file);
                assertThat(TEST_CLASS.matcher(text).results().map(match -> match.group(1)))
                        .as(file.toString())
                        .isSubsetOf(SOURCES.keySet());
                METHOD.matcher(text).results().forEach(match -> assertThat(SOURCES.get(match.group(1)))
                        .as("%s names %s", file, match.group())
                        .contains("void " + match.group(2) + "("));
            }
        }
    }

    @Test
    void eachRuleOfTurnNamesTestThatExists() throws IOException {
        var text = Files.readString(Path.of("docs", "guarantees.md"));
        int begin = text.indexOf("| rule | test |");
        List<String> rows = text.substring(begin, text.indexOf("\n\n", begin))
                .lines()
                .skip(2)
                .toList();
        assertThat(rows).hasSizeGreaterThan(30);
        for (var row : rows) {
            var tests = row.split(" \\| ")[1];
            var type = "";
            int named = 0;
            for (var match : TEST.matcher(tests).results().toList()) {
                type = match.group(1) == null ? type : match.group(1);
                assertThat(SOURCES).as(row).containsKey(type);
                if (match.group(2) != null) {
                    assertThat(SOURCES.get(type)).as(row).contains("void " + match.group(2) + "(");
                }
                named++;
            }
            assertThat(named).as(row).isPositive();
        }
    }
}
