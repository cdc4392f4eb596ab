package io.recordsync.store.sql;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Converts rows to arrays of columns, as {@code unnest} takes them, so that a chunk of any size is one statement with
 * the same text.
 */
public final class ColumnArrays<T> {

    private final List<T> rows;

    public ColumnArrays(Collection<T> rows) {
        this.rows = List.copyOf(rows);
    }

    public int size() {
        return rows.size();
    }

    public @Nullable String[] text(Function<T, @Nullable String> column) {
        return rows.stream().map(column).toArray(String[]::new);
    }

    public Long[] longs(Function<T, Long> column) {
        return rows.stream().map(column).toArray(Long[]::new);
    }

    public @Nullable Double[] doubles(Function<T, @Nullable Double> column) {
        return rows.stream().map(column).toArray(Double[]::new);
    }

    public @Nullable Boolean[] booleans(Function<T, @Nullable Boolean> column) {
        return rows.stream().map(column).toArray(Boolean[]::new);
    }

    public Integer[] integers(Function<T, Integer> column) {
        return rows.stream().map(column).toArray(Integer[]::new);
    }
}
