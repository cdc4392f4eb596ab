package io.recordsync.process;

import java.util.Optional;

/** The version of this build. */
public final class Build {

    private Build() {}

    /** The version in the jar's manifest, or {@code development} if there is none, as in tests. */
    public static String version() {
        return Optional.ofNullable(Build.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
