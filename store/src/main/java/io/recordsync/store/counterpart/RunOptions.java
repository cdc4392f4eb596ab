package io.recordsync.store.counterpart;

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
 * @param dry whether nothing but the run itself is written
 * @param debug whether the judgement of each row and each call are logged
 * @param retries whether deliveries are tried again that are parked, because a resend has become this run
 */
public record RunOptions(
        boolean full, boolean overwrites, Optional<String> link, boolean dry, boolean debug, boolean retries) {

    public static final RunOptions NONE = new RunOptions(false, false, Optional.empty());

    /** A run that writes what it finds, logs no more than others, and was no resend. */
    public RunOptions(boolean full, boolean overwrites, Optional<String> link) {
        this(full, overwrites, link, false, false, false);
    }

    /** A run that was no resend. */
    public RunOptions(boolean full, boolean overwrites, Optional<String> link, boolean dry, boolean debug) {
        this(full, overwrites, link, dry, debug, false);
    }

    private static final String FULL = "full";
    private static final String OVERWRITES = "force_overwrite";
    private static final String LINK = "link";
    private static final String DRY = "dry_run";
    private static final String DEBUG = "debug";
    private static final String RETRIES = "retries";

    /** Whether values are taken in another way than the rules say. */
    public boolean isWish() {
        return overwrites || link.isPresent();
    }

    /** What is wanted of rows aside from the rules, as it holds for a row that is judged later; empty if nothing is. */
    public Optional<RunOptions> wish() {
        return isWish() ? Optional.of(new RunOptions(false, overwrites, link)) : Optional.empty();
    }

    public String json() {
        Map<String, Object> given = new LinkedHashMap<>();
        if (full) {
            given.put(FULL, true);
        }
        if (overwrites) {
            given.put(OVERWRITES, true);
        }
        link.ifPresent(take -> given.put(LINK, take));
        if (dry) {
            given.put(DRY, true);
        }
        if (debug) {
            given.put(DEBUG, true);
        }
        if (retries) {
            given.put(RETRIES, true);
        }
        return JsonMapper.shared().writeValueAsString(given);
    }

    public static RunOptions of(String json) {
        JsonNode given = JsonMapper.shared().readTree(json);
        return new RunOptions(
                given.path(FULL).asBoolean(false),
                given.path(OVERWRITES).asBoolean(false),
                Optional.ofNullable(given.path(LINK).asString(null)),
                given.path(DRY).asBoolean(false),
                given.path(DEBUG).asBoolean(false),
                given.path(RETRIES).asBoolean(false));
    }
}
