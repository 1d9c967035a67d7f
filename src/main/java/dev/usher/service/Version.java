package dev.usher.service;

/** The version of this build. */
public final class Version {
    private Version() {}

    /** Returns the version in the manifest of the jar of a class, or {@code development} where there is no jar. */
    public static String of(Class<?> type) {
        var version = type.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
