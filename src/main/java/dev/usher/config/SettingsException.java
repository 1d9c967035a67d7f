package dev.usher.config;

import java.util.List;

/** Thrown for invalid settings; the message names all of them. */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SettingsException(List<String> faults) {
        super("bad settings: " + String.join("; ", faults));
    }
}
