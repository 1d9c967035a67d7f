package dev.usher.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** All settings as a table in Markdown: what {@code --help} prints, and what stands in the README. */
public final class SettingTable {
    private static final List<String> HEAD = List.of("environment", "default", "meaning");

    private SettingTable() {}

    /** Its lines, the columns one below the other. */
    public static List<String> lines() {
        var rows = Arrays.stream(Setting.values())
                .map(setting -> List.of(code(setting.name()), code(setting.byDefault()), setting.meaning()))
                .toList();
        int names = width(rows, 0);
        int defaults = width(rows, 1);
        var lines = new ArrayList<String>();
        lines.add(line(HEAD, names, defaults));
        lines.add("|" + "-".repeat(names + 2) + "|" + "-".repeat(defaults + 2) + "|---|");
        rows.forEach(row -> lines.add(line(row, names, defaults)));
        return List.copyOf(lines);
    }

    private static String code(String text) {
        return text.isEmpty() ? "" : "`" + text + "`";
    }

    private static int width(List<List<String>> rows, int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }

    private static String line(List<String> row, int names, int defaults) {
        return "| " + padded(row.get(0), names) + " | " + padded(row.get(1), defaults) + " | " + row.get(2) + " |";
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
