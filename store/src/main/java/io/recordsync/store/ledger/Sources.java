package io.recordsync.store.ledger;

import java.util.List;

/** The names of sources that are no producers. A producer that used one of them could speak as somebody else. */
public final class Sources {

    private static final String SYSTEM = "system/";
    private static final String PERSON = "person/";
    private static final String OWN = "recordsync/";
    private static final List<String> RESERVED = List.of(SYSTEM, PERSON, OWN);

    /** What makes a record due again without changing it. */
    public static final String RESEND = OWN + "resend";

    /** What a person decided about a conflict. */
    public static final String RESOLVE = PERSON + "resolve";

    /** What a person said about which record a row is. */
    public static final String LINK = PERSON + "link";

    private Sources() {}

    /** Whether a change of this source says nothing of its own about the record. */
    public static boolean isOwn(String source) {
        return source.startsWith(OWN);
    }

    /** What was read from a system. */
    public static String ofSystem(String system) {
        return SYSTEM + system;
    }

    /** Whether the source is a system that is read. */
    static boolean isSystem(String source) {
        return source.startsWith(SYSTEM);
    }

    /** Whether a producer may call itself so. */
    public static boolean isProducer(String source) {
        return RESERVED.stream().noneMatch(source::startsWith);
    }
}
