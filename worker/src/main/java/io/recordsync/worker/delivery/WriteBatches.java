package io.recordsync.worker.delivery;

import io.recordsync.connectors.Write;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Divides rows into the writes of one call: they have the same object, and a limited number and size. */
final class WriteBatches {

    /** Well below what vendors accept. A single row that is larger is sent alone. */
    private static final int MAX_BYTES = 3 << 20;

    private static final int BYTES_PER_FIELD = 20;

    private WriteBatches() {}

    static <T> List<List<T>> of(List<T> rows, int most, Function<T, Write> write) {
        return of(rows, most, MAX_BYTES, write);
    }

    /** @param mostBytes the size of a batch, except of one with a single row */
    static <T> List<List<T>> of(List<T> rows, int most, int mostBytes, Function<T, Write> write) {
        Map<String, List<T>> byObject = new LinkedHashMap<>();
        rows.forEach(row -> byObject.computeIfAbsent(write.apply(row).object(), any -> new ArrayList<>())
                .add(row));
        List<List<T>> batches = new ArrayList<>();
        byObject.values().forEach(sameObject -> cut(sameObject, most, mostBytes, write, batches));
        return batches;
    }

    private static <T> void cut(
            List<T> rows, int most, int mostBytes, Function<T, Write> write, List<List<T>> batches) {
        List<T> batch = new ArrayList<>();
        int bytes = 0;
        for (T row : rows) {
            int size = size(write.apply(row));
            if (!batch.isEmpty() && (batch.size() == most || bytes + size > mostBytes)) {
                batches.add(List.copyOf(batch));
                batch.clear();
                bytes = 0;
            }
            batch.add(row);
            bytes += size;
        }
        if (!batch.isEmpty()) {
            batches.add(List.copyOf(batch));
        }
    }

    /** The approximate length of a write as JSON. */
    private static int size(Write write) {
        return write.recordId().length()
                + write.content().entrySet().stream()
                        .mapToInt(field -> field.getKey().length()
                                + String.valueOf(field.getValue()).length() * 2
                                + BYTES_PER_FIELD)
                        .sum();
    }
}
