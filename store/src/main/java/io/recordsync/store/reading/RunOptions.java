package io.recordsync.store.reading;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What was asked of a run, as it was given.
 *
 * @param full whether all rows are read
 * @param overwrites whether every read field takes the system's value, whoever owns it
 * @param link whose values are taken where the two sides have differed since they were linked; empty if the rules
 *     decide
 * @param retries whether deliveries are tried again that are parked, because a resend has become this run
 */
public record RunOptions(boolean full, boolean overwrites, Optional<String> link, boolean retries) {

    /** Of a run that was no resend. */
    public RunOptions(boolean full, boolean overwrites, Optional<String> link) {
        this(full, overwrites, link, false);
    }

    public static final RunOptions NONE = new RunOptions(false, false, Optional.empty());

    private static final String FULL = "full";
    private static final String OVERWRITES = "force_overwrite";
    private static final String LINK = "link";
    private static final String RETRIES = "retries";

    String json() {
        Map<String, Object> given = new LinkedHashMap<>();
        if (full) {
            given.put(FULL, true);
        }
        if (overwrites) {
            given.put(OVERWRITES, true);
        }
        link.ifPresent(take -> given.put(LINK, take));
        if (retries) {
            given.put(RETRIES, true);
        }
        return JsonMapper.shared().writeValueAsString(given);
    }

    static RunOptions of(String json) {
        JsonNode given = JsonMapper.shared().readTree(json);
        return new RunOptions(
                given.path(FULL).asBoolean(false),
                given.path(OVERWRITES).asBoolean(false),
                Optional.ofNullable(given.path(LINK).asString(null)),
                given.path(RETRIES).asBoolean(false));
    }
}
