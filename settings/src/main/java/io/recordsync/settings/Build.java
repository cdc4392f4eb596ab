package io.recordsync.settings;

import java.util.Optional;

/** Which build this is. */
public final class Build {

    private Build() {}

    /** The version in the jar's manifest; {@code development} where there is none, as in tests. */
    public static String version() {
        return Optional.ofNullable(Build.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
