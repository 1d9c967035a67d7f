package dev.usher.config;

import java.util.List;

/** Settings that cannot be used; the message names every one of them. */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SettingsException(List<String> faults) {
        super("bad settings: " + String.join("; ", faults));
    }
}
