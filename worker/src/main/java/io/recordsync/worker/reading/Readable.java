package io.recordsync.worker.reading;

import io.recordsync.rules.Back;
import io.recordsync.store.counterpart.Conflict.Kind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the record's fields from a row. A value that is not of its type never clears what we have. */
final class Readable {

    private static final Logger LOG = LoggerFactory.getLogger(Readable.class);

    private final Sides sides;
    private final Findings findings;

    Readable(Sides sides, Findings findings) {
        this.sides = sides;
        this.findings = findings;
    }

    /** The values of these paths. A path that cannot be read opens its conflict, and is left out. */
    Map<String, @Nullable Object> of(Set<String> paths) {
        Back back = sides.reading().back(findings.seen().content(), paths);
        back.unreadable().forEach((path, problem) -> {
            LOG.warn("Failed to parse {} value: {}", problem.rule(), problem.message());
            findings.open(Kind.UNREADABLE, path, rawOf(path));
        });
        return new LinkedHashMap<>(back.values());
    }

    /** What the row shows of a path, as it is. */
    private @Nullable Object rawOf(String path) {
        Map<String, @Nullable Object> raw = new LinkedHashMap<>();
        findings.fieldsOf(path).forEach(field -> raw.put(field, findings.seen().value(field)));
        return raw.size() == 1 ? raw.values().iterator().next() : raw;
    }
}
