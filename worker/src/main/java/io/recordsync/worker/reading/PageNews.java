package io.recordsync.worker.reading;

import io.recordsync.store.Store;
import io.recordsync.store.counterpart.CounterpartStore.Listed;
import io.recordsync.worker.reading.Readings.Page;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Tells the rows of a page that show something new from those that show what they showed when they were judged. One
 * statement compares the hashes of all rows, so that a row without news costs no lock, no mapping and no statement of
 * its own. Used by one thread.
 */
final class PageNews {

    private final Store store;
    private final Sides sides;
    private final Page page;
    private final Map<SeenRow, Optional<String>> hashes = new HashMap<>();

    /** The rows are hashed here, before any transaction begins. */
    PageNews(Store store, Sides sides, Page page) {
        this.store = store;
        this.sides = sides;
        this.page = page;
        if (isCompared()) {
            page.rows().forEach(row -> hashes.computeIfAbsent(row, this::hash));
        }
    }

    /**
     * The rows that are to be judged, in their order, each once.
     *
     * @param rows rows of the page whose ids can be keys
     * @param held what has been decided about fields may concern rows without news
     * @throws TooMuchNewsException if they are too many for one transaction
     */
    Set<SeenRow> among(List<SeenRow> rows, HeldFields held) {
        Set<SeenRow> news = isCompared() && held.decided().isEmpty() ? compared(rows) : new LinkedHashSet<>(rows);
        if (news.size() > page.mostNews()) {
            throw new TooMuchNewsException(news.size());
        }
        return news;
    }

    /**
     * What a person wants may concern rows without news. A row that was asked for by its id is judged in any case if it
     * is no record's.
     */
    private boolean isCompared() {
        return page.wish().equals(Wish.NONE) && page.rows().stream().noneMatch(SeenRow::byId);
    }

    private Set<SeenRow> compared(List<SeenRow> rows) {
        List<Listed> listed = rows.stream()
                .map(row -> new Listed(row.row().externalId(), hashOf(row)))
                .toList();
        Set<Integer> numbers = listed.isEmpty()
                ? Set.of()
                : store.counterparts().withNews(page.tenant(), page.system(), page.object(), listed);
        Set<SeenRow> news = new LinkedHashSet<>();
        IntStream.range(0, rows.size()).filter(numbers::contains).forEach(n -> news.add(rows.get(n)));
        return news;
    }

    private @Nullable String hashOf(SeenRow row) {
        return Objects.requireNonNull(hashes.get(row)).orElse(null);
    }

    /** Empty if the row has a value that is no JSON value. It is judged then, and found to be unreadable. */
    private Optional<String> hash(SeenRow row) {
        try {
            return Optional.of(sides.hashOfRow(page.tenant(), row));
        } catch (IllegalArgumentException | IllegalStateException | JacksonException e) {
            return Optional.empty();
        }
    }
}
