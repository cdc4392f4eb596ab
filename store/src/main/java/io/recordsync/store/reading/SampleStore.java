package io.recordsync.store.reading;

import io.recordsync.store.sql.ColumnArrays;
import io.recordsync.store.sql.Statements;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Rows that dry runs would change, with their values. They contain personal data, and are kept for 24 hours. */
public final class SampleStore {

    /** How many rows of a run are kept at most. */
    public static final int MOST = 1000;

    private static final String ADD = """
            with there as (select count(*)::int as rows from run_sample where run_id = :run)
            insert into run_sample (run_id, n, record_id, external_id, what, fields)
            select :run, there.rows + w.n, w.record_id, w.external_id, w.what, w.fields::jsonb
            from there, unnest(:recordIds::text[], :externalIds::text[], :whats::text[], :fields::text[])
                 with ordinality as w (record_id, external_id, what, fields, n)
            where there.rows + w.n <= :most
            """;

    private static final String COUNT = """
            update run
            set figures = jsonb_set(
                figures || jsonb_build_object('deliveries', coalesce(figures -> 'deliveries', '{}')),
                array['deliveries', :system],
                to_jsonb(coalesce((figures -> 'deliveries' ->> :system)::bigint, 0) + :more))
            where id = :id
            """;

    private static final String SPEND = """
            update run
            set figures = figures || jsonb_build_object(
                'more_cost', coalesce((figures ->> 'more_cost')::bigint, 0) + :more)
            where id = :id
            """;

    private static final String OF_RUN = """
            select n, record_id, external_id, what, fields from run_sample
            where run_id = :run and n > :after and made_at > now() - interval '24 hours'
            order by n limit :most
            """;

    private static final String REMOVE_OLD = "delete from run_sample where made_at <= now() - interval '24 hours'";

    private final Statements statements;

    SampleStore(Statements statements) {
        this.statements = statements;
    }

    /**
     * A row. Contains personal data, so it is never logged.
     *
     * @param n its number within the run, counted from 1; 0 if it has none yet
     * @param recordId the record that it is; empty if that is not certain
     * @param what the verdict
     * @param fields what differs, as JSON
     */
    public record Sample(int n, Optional<String> recordId, String externalId, String what, String fields) {

        @Override
        public String toString() {
            return "%s of %s".formatted(what, externalId);
        }
    }

    /** Adds rows as long as the run has fewer than {@value #MOST}. */
    public void add(Run run, List<Sample> samples) {
        if (samples.isEmpty()) {
            return;
        }
        ColumnArrays<Sample> columns = new ColumnArrays<>(samples);
        statements
                .forRows(columns.size(), ADD)
                .param("run", run.id())
                .param("recordIds", columns.text(sample -> sample.recordId().orElse(null)))
                .param("externalIds", columns.text(Sample::externalId))
                .param("whats", columns.text(Sample::what))
                .param("fields", columns.text(Sample::fields))
                .param("most", MOST)
                .update();
    }

    /** Adds to the number of deliveries that would follow from a run, by system. */
    public void count(Run run, Map<String, Long> deliveries) {
        deliveries.forEach((system, more) -> statements
                .forOne(COUNT)
                .param("system", system)
                .param("more", more)
                .param("id", run.id())
                .update());
    }

    /** The rows of a run after one, in the order in which they were read. */
    public List<Sample> of(long run, int after, int most) {
        return statements
                .forOne(OF_RUN)
                .param("run", run)
                .param("after", after)
                .param("most", most)
                .query((row, n) -> new Sample(
                        row.getInt("n"),
                        Optional.ofNullable(row.getString("record_id")),
                        row.getString("external_id"),
                        row.getString("what"),
                        row.getString("fields")))
                .list();
    }

    /** The number of deliveries that would follow from a run, by system. */
    public Map<String, Long> deliveries(long run) {
        Map<String, Long> deliveries = new TreeMap<>();
        statements
                .forOne("""
                select each.key as system, each.value::bigint as deliveries
                from run, jsonb_each_text(coalesce(figures -> 'deliveries', '{}')) as each where id = :id
                """)
                .param("id", run)
                .query((row, n) -> Map.entry(row.getString("system"), row.getLong("deliveries")))
                .list()
                .forEach(one -> deliveries.put(one.getKey(), one.getValue()));
        return deliveries;
    }

    /** Notes what the vendor counts for a page beyond the number of its calls. Most count the calls. */
    public void spend(Run run, long more) {
        if (more > 0) {
            statements.forOne(SPEND).param("more", more).param("id", run.id()).update();
        }
    }

    /** What became of what runs have changed. */
    public RunDeliveries delivered() {
        return new RunDeliveries(statements);
    }

    /** Removes what is older than 24 hours. */
    public void removeOld() {
        statements.forOne(REMOVE_OLD).update();
    }
}
