package io.recordsync.simulator.vendor;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A simulated system: a name, and a kind that says how it behaves. Several systems of one kind have different names,
 * and run side by side with their own address, records, account and quota.
 *
 * @param name a lower-case letter, then up to 39 lower-case letters, digits and hyphens, without {@code -to-}
 */
public record SimulatedSystem(String name, SimulatedKind kind) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");

    /** No system of recordsync may have it in its name. */
    private static final String BETWEEN_NAMES = "-to-";

    /** @throws IllegalArgumentException when the name is not allowed */
    public SimulatedSystem {
        if (!NAME.matcher(name).matches() || name.contains(BETWEEN_NAMES)) {
            throw new IllegalArgumentException(
                    ("A simulated system cannot be named %s: a name must be a lower-case letter, then up to 39 of a-z,"
                                    + " 0-9 and -, and not contain %s.")
                            .formatted(name, BETWEEN_NAMES));
        }
    }

    /** The only system of a kind, which is named like it. */
    public static SimulatedSystem of(SimulatedKind kind) {
        return new SimulatedSystem(kind.name(), kind);
    }

    public boolean isNamedLikeItsKind() {
        return name.equals(kind.name());
    }

    /** The port where it listens by default: the kind's usual one, or 0, any free one, if it has a name of its own. */
    public int port() {
        return isNamedLikeItsKind() ? kind.port() : 0;
    }

    /** The number of its account, by which vendors tell apart the accounts of systems of one kind. */
    public int account() {
        return isNamedLikeItsKind() ? 1 : 2 + Math.floorMod(name.hashCode(), 1_000_000_000);
    }

    /** The environment variables with which recordsync uses this system at this address. */
    public Map<String, String> settings(String baseUrl) {
        String prefix = name.toUpperCase(Locale.ROOT).replace('-', '_') + "_";
        return kind.settings().apply(prefix, baseUrl);
    }
}
