package io.recordsync.connectors.files;

import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.ReadRecord;
import io.recordsync.connectors.files.RawRows.Raw;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the rows of a file with some keys. A key that several rows have is found several times. */
final class RowFinder implements Rewrite.Visitor {

    private final FileRecords conversion;
    private final Set<String> wanted;
    private final HiddenKeys hidden;
    private final List<ReadRecord> found = new ArrayList<>();

    RowFinder(FileRecords conversion, List<String> keys) {
        this.conversion = conversion;
        this.wanted = Set.copyOf(keys);
        this.hidden = new HiddenKeys(keys);
    }

    @Override
    public void see(long index, Map<String, @Nullable Object> row) {
        conversion
                .of(row)
                .filter(record -> wanted.contains(record.externalId()))
                .ifPresent(found::add);
    }

    @Override
    public void miss(Raw raw, Encoding encoding) {
        hidden.miss(raw, encoding);
    }

    List<ReadRecord> found() {
        return found;
    }

    /**
     * @param name the file's name in messages
     * @throws ConnectorException if a row that was not found may be there nevertheless
     */
    void requireNoDoubt(String name, SeenFile seen, Instant now) {
        Set<String> missing = new HashSet<>(wanted);
        found.forEach(record -> missing.remove(record.externalId()));
        missing.stream()
                .flatMap(key -> hidden.doubt(key, name, seen, now).stream())
                .findFirst()
                .ifPresent(reason -> {
                    throw reason;
                });
    }
}
