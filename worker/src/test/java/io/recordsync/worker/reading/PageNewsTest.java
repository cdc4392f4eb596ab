package io.recordsync.worker.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.recordsync.connectors.ReadRecord;
import io.recordsync.postgres.PrivatePostgres;
import io.recordsync.rules.RuleSet;
import io.recordsync.store.Store;
import io.recordsync.worker.reading.Judgement.Verdict;
import io.recordsync.worker.reading.Readings.Page;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a page of rows costs in which nothing is new. Each test has a tenant of its own. */
class PageNewsTest {

    private static final RuleSet RULES = RuleSet.parse("""
            name: news
            routes: {contact: [a]}
            systems:
              a:
                entities:
                  contact:
                    object: Contact
                    read: {every: 5m}
                    fields:
                      Name: record.name
            """, "test");

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static @Nullable PrivatePostgres postgres;
    private static @Nullable NotedStatements statements;
    private static @Nullable Store store;

    private final String tenant = "n" + NUMBER.incrementAndGet();
    private final Readings readings = new Readings(Objects.requireNonNull(store), RULES);

    @BeforeAll
    static void startPostgres() throws IOException {
        postgres = PrivatePostgres.start();
        statements = new NotedStatements(postgres.dataSource());
        store = Store.open(statements);
    }

    @AfterAll
    static void stopPostgres() throws IOException {
        Objects.requireNonNull(postgres).close();
    }

    @Test
    void rowsWithoutNewsCostOneStatementTogetherAndLockNothing() {
        readings.accept(page(rows(60, "Ann")));
        Page many = page(rows(60, "Ann"));
        Page few = page(rows(3, "Ann"));

        List<String> ofMany = noted(
                () -> assertThat(readings.accept(many).verdicts()).hasSize(60).containsOnly(Verdict.UNCHANGED));

        assertThat(ofMany).hasSize(2).first().asString().contains("from held_field");
        assertThat(ofMany).last().asString().contains("row_hash").doesNotContain("for update");
        assertThat(noted(() -> readings.accept(few))).isEqualTo(ofMany);
    }

    @Test
    void onlyTheRowsWithNewsAreJudged() {
        readings.accept(page(rows(5, "Ann")));
        List<ReadRecord> rows = new ArrayList<>(rows(5, "Ann"));
        rows.set(3, row(3, "Eve"));
        rows.add(row(5, "Bob"));

        assertThat(readings.accept(page(rows)).verdicts())
                .containsExactly(
                        Verdict.UNCHANGED,
                        Verdict.UNCHANGED,
                        Verdict.UNCHANGED,
                        Verdict.UPDATED,
                        Verdict.UNCHANGED,
                        Verdict.CREATED);
    }

    @Test
    void aPageWithMoreNewsThanItAllowsIsRefusedAndNothingOfItIsWritten() {
        readings.accept(page(rows(5, "Ann")));

        assertThatThrownBy(() -> readings.accept(page(rows(5, "Eve"), 4), () -> {}, read -> {}))
                .isInstanceOf(TooMuchNewsException.class);

        assertThat(readings.accept(page(rows(5, "Ann"), 4)).verdicts()).containsOnly(Verdict.UNCHANGED);
        assertThat(readings.accept(page(rows(5, "Eve"), 5)).verdicts()).containsOnly(Verdict.UPDATED);
    }

    @Test
    void aRowWithAValueThatCannotBeStoredIsPassedOverAlone() {
        readings.accept(page(rows(2, "Ann")));
        List<ReadRecord> rows = new ArrayList<>(rows(2, "Ann"));
        rows.set(1, new ReadRecord("1", Optional.empty(), Optional.empty(), false, Map.of("Name", Double.NaN)));

        assertThat(readings.accept(page(rows)).verdicts()).containsExactly(Verdict.UNCHANGED, Verdict.UNREADABLE);
    }

    @Test
    void aRowThatAPageShowsTwiceIsComparedOnce() {
        readings.accept(page(rows(1, "Ann")));

        assertThat(readings.accept(page(Collections.nCopies(2, row(0, "Ann")))).verdicts())
                .containsExactly(Verdict.UNCHANGED, Verdict.UNCHANGED);
        assertThat(readings.accept(page(Collections.nCopies(2, row(0, "Eve")))).verdicts())
                .containsExactly(Verdict.UPDATED, Verdict.UPDATED);
    }

    private static List<String> noted(Runnable step) {
        return Objects.requireNonNull(statements).during(step);
    }

    private Page page(List<ReadRecord> rows) {
        return page(rows, Integer.MAX_VALUE);
    }

    private Page page(List<ReadRecord> rows, int mostNews) {
        var asked = Objects.requireNonNull(store).standings().now();
        return new Page(
                tenant,
                "a",
                "contact",
                "Contact",
                "run/" + NUMBER.incrementAndGet(),
                rows.stream()
                        .map(row -> new SeenRow(row, asked, false, Optional.of(Duration.ZERO)))
                        .toList(),
                true,
                Wish.NONE,
                mostNews,
                Optional.empty());
    }

    private static List<ReadRecord> rows(int count, String name) {
        return IntStream.range(0, count).mapToObj(n -> row(n, name)).toList();
    }

    private static ReadRecord row(int n, String name) {
        return new ReadRecord(
                Integer.toString(n), Optional.empty(), Optional.empty(), false, Map.of("Name", name + " " + n));
    }
}
