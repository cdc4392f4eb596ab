package io.recordsync.connectors.files;

import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.files.RawRows.Raw;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tells for some keys whether a file without a row of that key really has none. A line that cannot be read may be that
 * row, and so may the rest of a file that another program is still writing.
 */
final class HiddenKeys {

    private final Set<String> keys;
    private final Map<String, Long> lines = new HashMap<>();

    HiddenKeys(Collection<String> keys) {
        this.keys = Set.copyOf(keys);
    }

    /** Takes a line that cannot be read. One that is too long has no bytes here, and may be any row. */
    void miss(Raw raw, Encoding encoding) {
        String text = new String(raw.bytes(), encoding.charset());
        for (String key : keys) {
            if (text.isEmpty() || text.contains(key)) {
                lines.putIfAbsent(key, raw.line());
            }
        }
    }

    /**
     * Why it is not known whether the row is there; empty if it is not there.
     *
     * @param name the file's name in messages
     */
    Optional<ConnectorException> doubt(String key, String name, SeenFile file, Instant now) {
        if (file.mayBeIncomplete(now)) {
            return Optional.of(FilesErrors.incomplete(name));
        }
        return Optional.ofNullable(lines.get(key)).map(line -> FilesErrors.unread(name, line));
    }
}
