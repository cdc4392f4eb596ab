package io.recordsync.worker.workflow;

import java.util.ArrayList;
import java.util.List;

/** Cuts a page's records into chunks whose ids fit into a message. */
final class RecordChunks {

    private static final int MOST_RECORDS = 1000;

    /** The largest total length of a chunk's record ids, in characters: they are in the history several times. */
    private static final int MOST_CHARACTERS = 64 << 10;

    private RecordChunks() {}

    static List<List<String>> of(List<String> recordIds) {
        List<List<String>> chunks = new ArrayList<>();
        List<String> chunk = new ArrayList<>();
        int characters = 0;
        for (String id : recordIds) {
            if (chunk.size() == MOST_RECORDS || !chunk.isEmpty() && characters + id.length() > MOST_CHARACTERS) {
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
