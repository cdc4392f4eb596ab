package io.recordsync.worker.workflow;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cuts a page's records into chunks whose ids fit into a message. */
final class RecordChunks {

    static final int MOST_RECORDS = 1000;

    /** The largest total length of a chunk's record ids, in characters: they are in the history several times. */
    private static final int MOST_CHARACTERS = 64 << 10;

    /** The same for chunks that a system writes as a job. A message may have 2 MB. */
    private static final int MOST_CHARACTERS_TOGETHER = 256 << 10;

    private RecordChunks() {}

    static List<List<String>> of(List<String> recordIds) {
        return of(recordIds, MOST_RECORDS, MOST_CHARACTERS);
    }

    /** @param together how many records a chunk may have at most; null if no more than usual */
    static List<List<String>> of(List<String> recordIds, @Nullable Integer together) {
        return together == null ? of(recordIds) : of(recordIds, together, MOST_CHARACTERS_TOGETHER);
    }

    private static List<List<String>> of(List<String> recordIds, int mostRecords, int mostCharacters) {
        List<List<String>> chunks = new ArrayList<>();
        List<String> chunk = new ArrayList<>();
        int characters = 0;
        for (String id : recordIds) {
            if (chunk.size() == mostRecords || !chunk.isEmpty() && characters + id.length() > mostCharacters) {
                chunks.add(chunk);
                chunk = new ArrayList<>();
                characters = 0;
            }
            chunk.add(id);
            characters += id.length();
        }
        if (!chunk.isEmpty()) {
            chunks.add(chunk);
        }
        return chunks;
    }
}
