package io.recordsync.rules;

import java.util.List;
import java.util.Set;

/** Which records go to which system, and how their fields map. Immutable, compiled once, safe for all threads. */
public final class RuleSet {
    private RuleSet() {}

    /**
     * A rule set that comes with recordsync.
     *
     * @param name {@code default}, {@code salesforce-only} or {@code hubspot-only}
     * @throws RuleSetException where there is none of that name
     */
    public static RuleSet preset(String name) {
        throw new UnsupportedOperationException(name);
    }

    /**
     * Reads and compiles a rule file.
     *
     * @param yamlOrJson the text of the file
     * @param origin where it is from, for error messages
     * @throws RuleSetException with every problem in the file
     */
    public static RuleSet parse(String yamlOrJson, String origin) {
        throw new UnsupportedOperationException(origin);
    }

    /** The name that the file gives to this rule set. */
    public String name() {
        throw new UnsupportedOperationException();
    }

    /** SHA-256 in hex of the rules as read: the same for files that differ in layout and comments only. */
    public String fingerprint() {
        throw new UnsupportedOperationException();
    }

    /** All systems that the rules name, in the order of the file. */
    public List<String> systems() {
        throw new UnsupportedOperationException();
    }

    /**
     * Where a record belongs now.
     *
     * @param known the systems that hold the record, as far as the ledger knows
     */
    public Route route(RecordImage image, Set<String> known) {
        throw new UnsupportedOperationException();
    }

    /** A record's content for one system. Does not throw for bad data: see {@link Mapping#problems()}. */
    public Mapping map(RecordImage image, String system) {
        throw new UnsupportedOperationException();
    }
}
