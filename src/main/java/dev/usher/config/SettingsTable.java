package dev.usher.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Table of all settings in Markdown, as {@code --help} prints it and docs/configuration.md contains it. */
public final class SettingsTable {
    private static final List<String> HEAD = List.of("environment", "default", "meaning");
    /** Fixed width: an additional setting adds one line and moves no other. */
    private static final int NAMES = 30;

    private static final int DEFAULTS = 12;

    private SettingsTable() {}

    /** Returns the lines, with aligned columns. */
    public static List<String> lines() {
        var rows = Arrays.stream(Setting.values())
                .map(setting -> List.of(code(setting.name()), code(setting.byDefault()), setting.meaning()))
                .toList();
        var lines = new ArrayList<String>();
        lines.add(line(HEAD));
        lines.add("|" + "-".repeat(NAMES + 2) + "|" + "-".repeat(DEFAULTS + 2) + "|---|");
        rows.forEach(row -> lines.add(line(row)));
        return List.copyOf(lines);
    }

    private static String code(String text) {
        return text.isEmpty() ? "" : "`" + text + "`";
    }

    private static String line(List<String> row) {
        return "| " + padded(row.get(0), NAMES) + " | " + padded(row.get(1), DEFAULTS) + " | " + row.get(2) + " |";
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
