package io.recordsync.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.store.delivery.DeliveryState;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.store.status.DeliveryPages;
import io.recordsync.store.status.DeliveryPages.Filter;
import io.recordsync.store.status.LedgerReader;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The cost of a list or of a record's status does not depend on the number of rows that they do not show. */
class CostOfListsTest {

    private static final int FEW = 1_000;
    private static final int MANY = 100_000;
    private static final int PAGE = 50;

    /**
     * The number of additional pages that a list may read. An index of a hundred times as many rows has one or two more
     * levels.
     */
    private static final int HIGHER_INDEX = 10;

    @RegisterExtension
    static final Database DATABASE = new Database();

    private final PagesRead pages = new PagesRead(DATABASE.url());

    @AfterEach
    void disconnect() {
        pages.close();
    }

    @Test
    void aPageOfAListReadsNoMoreOfAHundredTimesAsManyDeliveries() {
        Map<String, Filter> filters = Map.of(
                "parked", DeliveryPagesTest.PARKED,
                "parked, of a system", filter(DeliveryState.PARKED, "hubspot", null),
                "parked, for a reason", filter(DeliveryState.PARKED, null, "INVALID_EMAIL"),
                "skipped", filter(DeliveryState.SKIPPED, null, null),
                "delivered", filter(DeliveryState.DELIVERED, null, null),
                "all", filter(null, null, null));
        fill(1, FEW);
        Map<String, Long> ofFew = pagesOf(filters);
        fill(FEW + 1, MANY);
        assertThat(pagesOf(filters))
                .allSatisfy((list, read) ->
                        assertThat(read).as(list).isLessThanOrEqualTo(ofFew.getOrDefault(list, 0L) + HIGHER_INDEX));
    }

    private Map<String, Long> pagesOf(Map<String, Filter> filters) {
        return filters.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, filter -> pagesOf(filter.getValue())));
    }

    private long pagesOf(Filter filter) {
        DeliveryPages lists = pages.lists();
        return pages.by(
                () -> assertThat(lists.page(filter, Optional.empty(), PAGE)).hasSize(PAGE));
    }

    /** Of every ten deliveries, one is parked and one is skipped. */
    private static void fill(int from, int to) {
        DATABASE.jdbc().sql("""
                insert into delivery (tenant, entity, record_id, system, state, due_revision, settled_revision,
                                      error_code, error, error_id)
                select 'default', 'contact', md5(n::text), 'hubspot', state, 1, 1,
                       case state when 'parked' then 'INVALID_EMAIL' end, 'refused', 'e-1'
                from (select n, case n % 10 when 0 then 'parked' when 1 then 'skipped' else 'delivered' end as state
                      from generate_series(:from, :to) as n) as made
                """).param("from", from).param("to", to).update();
        DATABASE.jdbc().sql("analyze delivery").update();
    }

    /** The outcome of each change is looked up in several tables. The change itself is one row. */
    @Test
    void aRecordsStatusLooksUpTheFateOfItsNewestHundredChangesAlone() {
        LedgerReader reader = pages.ledger();
        RecordKey key = Events.R1.key();
        changes(1, 100);
        long ofHundred = pages.by(() -> reader.status(key));
        changes(101, 2_000);
        long ofMany = pages.by(() -> reader.status(key));
        assertThat(reader.status(key).orElseThrow().changes())
                .hasSize(100)
                .first()
                .satisfies(newest -> assertThat(newest.revision()).isEqualTo(2_000));
        assertThat(ofMany).isLessThan(ofHundred + 2_000);
    }

    private static void changes(int from, int to) {
        DATABASE.jdbc().sql("""
                insert into image (tenant, entity, record_id, revision, routed_revision)
                values ('default', 'contact', 'r1', :to, :to)
                on conflict (tenant, entity, record_id) do update set revision = :to, routed_revision = :to
                """).param("to", to).update();
        DATABASE.jdbc().sql("""
                insert into delivery (tenant, entity, record_id, system, state, due_revision, settled_revision)
                values ('default', 'contact', 'r1', 'hubspot', 'delivered', :to, :to)
                on conflict (tenant, entity, record_id, system) do update set due_revision = :to, settled_revision = :to
                """).param("to", to).update();
        DATABASE.jdbc().sql("""
                insert into change (tenant, entity, record_id, event_key, source, operation, door, verdict, revision,
                                    accepted_at)
                select 'default', 'contact', 'r1', n::text, 'crm', 'update', 'kafka:' || n, 'changed', n,
                       timestamptz '2026-01-01' + make_interval(secs => n)
                from generate_series(:from, :to) as n
                """).param("from", from).param("to", to).update();
        DATABASE.jdbc().sql("""
                insert into outcome (tenant, entity, record_id, system, revision, outcome)
                select 'default', 'contact', 'r1', 'hubspot', n, 'applied' from generate_series(:from, :to) as n
                """).param("from", from).param("to", to).update();
    }

    private static Filter filter(@Nullable DeliveryState state, @Nullable String system, @Nullable String errorCode) {
        return new Filter(
                "default",
                Optional.empty(),
                Optional.ofNullable(state),
                Optional.ofNullable(system),
                Optional.ofNullable(errorCode));
    }
}
