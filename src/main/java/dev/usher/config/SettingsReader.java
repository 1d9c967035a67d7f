package dev.usher.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads settings one by one and collects what is wrong with them, so that all of it is reported at once. */
final class SettingsReader {
    static final int MAX_PORT = 65_535;

    private static final String PREFIX = "USHER_";
    private static final List<String> NAMES =
            Arrays.stream(Setting.values()).map(Setting::name).toList();
    private static final String SERVICE_LINK =
            PREFIX + "(.*_)?(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)";

    private final Map<String, String> environment;
    private final List<String> faults = new ArrayList<>();

    SettingsReader(Map<String, String> environment) {
        this.environment = environment;
    }

    String matching(Setting setting, String regex, String otherwise) {
        var value = value(setting);
        if (!value.matches(regex)) {
            wrong(setting, value, otherwise);
        }
        return value;
    }

    long number(Setting setting, long least, long most) {
        var value = value(setting);
        if (value.matches("[0-9]{1,18}") && Long.parseLong(value) >= least && Long.parseLong(value) <= most) {
            return Long.parseLong(value);
        }
        wrong(setting, value, "is not an integer from " + least + " to " + most);
        return least;
    }

    /** Reads names and values, such as {@code a=1,b=2}; the last value of a name is used. */
    Map<String, String> pairs(Setting setting, String name, String pairValue, String otherwise) {
        var value = value(setting);
        var pairs = new HashMap<String, String>();
        for (var pair : value.isEmpty() ? new String[0] : value.split(",", -1)) {
            var parts = pair.strip().split("=", -1);
            if (parts.length != 2 || !parts[0].matches(name) || !parts[1].matches(pairValue)) {
                wrong(setting, value, otherwise);
                return Map.of();
            }
            pairs.put(parts[0], parts[1]);
        }
        return Map.copyOf(pairs);
    }

    /** Reads the items between commas; empty if there is no value. */
    List<String> list(Setting setting, String regex, String otherwise) {
        var value = value(setting);
        var items = value.isEmpty()
                ? List.<String>of()
                : Arrays.stream(value.split(",", -1)).map(String::strip).toList();
        if (!items.stream().allMatch(item -> item.matches(regex))) {
            wrong(setting, value, otherwise);
            return List.of();
        }
        return items;
    }

    /** Reads the items between commas and converts each. */
    <T> List<T> list(Setting setting, Function<String, Optional<T>> reader, String otherwise) {
        var read = list(setting, ".*", otherwise).stream().map(reader).toList();
        if (!read.stream().allMatch(Optional::isPresent)) {
            wrong(setting, value(setting), otherwise);
            return List.of();
        }
        return read.stream().map(Optional::get).toList();
    }

    /** Returns the value, or empty if there is none. */
    Optional<String> given(Setting setting) {
        return Optional.of(value(setting)).filter(value -> !value.isEmpty());
    }

    /** Reports a setting that does not fit the others. */
    void wrong(Setting setting, String why) {
        wrong(setting, value(setting), why);
    }

    /** Reports a setting without its value, which may be a secret. */
    void hidden(Setting setting, String why) {
        faults.add(setting.name() + " " + why);
    }

    Optional<URI> url(Setting setting) {
        var value = value(setting);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        try {
            var url = new URI(value);
            if (url.getHost() != null
                    && url.getPort() <= MAX_PORT
                    && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
                return Optional.of(url);
            }
        } catch (URISyntaxException e) {
            // reported below, like every other fault
        }
        wrong(setting, value, "is not an http or https URL");
        return Optional.empty();
    }

    void require(Setting setting, String why) {
        if (value(setting).isEmpty()) {
            wrong(setting, why);
        }
    }

    void forbid(Setting setting, String why) {
        if (!environment.getOrDefault(setting.name(), "").isEmpty()) {
            wrong(setting, why);
        }
    }

    /** Reports variables that look like settings but are not. Their values are not shown: one may be a secret. */
    void unknown() {
        environment.forEach((name, value) -> {
            if (name.startsWith(PREFIX) && !NAMES.contains(name) && !isServiceLink(name, value)) {
                faults.add(name + " is not a setting; the nearest is " + nearest(name));
            }
        });
    }

    /** Returns whether Kubernetes or Docker may have set the variable, for a service whose name starts with "usher". */
    private static boolean isServiceLink(String name, String value) {
        return name.matches(SERVICE_LINK) || name.endsWith("PORT") && value.matches("(tcp|udp|sctp)://.*");
    }

    private static String nearest(String name) {
        return NAMES.stream()
                .min(Comparator.comparingInt(known -> distance(name.toUpperCase(Locale.ROOT), known)))
                .orElseThrow();
    }

    /** Levenshtein distance: insertions, deletions and replacements of one character. */
    private static int distance(String one, String other) {
        var row = new int[other.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }

    void done() {
        if (!faults.isEmpty()) {
            throw new SettingsException(faults);
        }
    }

    private String value(Setting setting) {
        var given = environment.getOrDefault(setting.name(), "");
        return given.isEmpty() ? setting.byDefault() : given;
    }

    private void wrong(Setting setting, String value, String why) {
        faults.add(setting.name() + "=" + value + " " + why);
    }
}
