package io.recordsync.store.delivery;

import io.recordsync.store.ledger.RecordKey;
import io.recordsync.store.ledger.RecordKeySql;
import io.recordsync.store.sql.JdbcValues;
import io.recordsync.store.sql.Statements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How deliveries stand while the rows of their system are judged. */
public final class Standings {

    private static final String OF_RECORDS = """
            select d.*
            from (select * from wanted order by tenant, entity, record_id) as w
            cross join lateral (
                select tenant, entity, record_id, state, lease_owner is not null as leased, in_doubt, in_doubt_until,
                       settled_at, settled_revision, content_hash, external_id
                from delivery
                where tenant = w.tenant and entity = w.entity and record_id = w.record_id and system = :system
                %s) as d
            """;

    private static final String LINK = """
            -- A row that is there again ends the state in which nothing is made again.
            insert into delivery as d (tenant, entity, record_id, system, linked)
            select tenant, entity, record_id, :system, true from wanted order by tenant, entity, record_id
            on conflict (tenant, entity, record_id, system) do update
            set linked = true, state = case d.state when 'gone' then 'due' else d.state end
            where not d.linked or d.state = 'gone'
            """;

    private static final String RETURNED = """
            update delivery as d set state = 'due'
            from wanted as w
            where d.tenant = w.tenant and d.entity = w.entity and d.record_id = w.record_id and d.system = :system
              and d.state = 'gone'
            """;

    private static final String FORGET = """
            update delivery
            set content_hash = null, external_id = null, object = null, linked = false
            where tenant = :tenant and entity = :entity and record_id = :recordId and system = :system
            """;

    private static final String MAKE_AGAIN = """
            with again as (
                -- What the system held of the record went with the row.
                update delivery
                set state = 'due', content_hash = null, external_id = null, object = null, linked = false
                where tenant = :tenant and entity = :entity and record_id = :recordId and state = 'gone'
                  and (:system::text is null or system = :system)
                returning tenant, entity, record_id, system),
            gone as (
                update counterpart as c set gone_at = clock_timestamp(), row_hash = null, sending = '{}'
                from again as a
                where c.tenant = a.tenant and c.entity = a.entity and c.record_id = a.record_id
                  and c.system = a.system and c.gone_at is null)
            select system from again
            """;

    private static final String UNSETTLED_CREATES = """
            select count(*) = :most or coalesce(bool_or(
                entity = :entity and not linked and (lease_owner is not null or in_doubt and state <> 'parked')), false)
            from (
                select entity, linked, lease_owner, in_doubt, state from delivery
                where tenant = :tenant and system = :system and settled_revision < due_revision
                limit :most) as due
            """;

    /** Of more deliveries, some are surely under way. */
    private static final int MOST_DUE = 20_000;

    private final Statements statements;

    public Standings(Statements statements) {
        this.statements = statements;
    }

    /** The deliveries of these records to a system, with their rows locked in the order of their keys. */
    public Map<RecordKey, Standing> lock(Collection<RecordKey> keys, String system) {
        return of(keys, system, "for update");
    }

    /** The same without locks. */
    public Map<RecordKey, Standing> of(Collection<RecordKey> keys, String system) {
        return of(keys, system, "offset 0");
    }

    private Map<RecordKey, Standing> of(Collection<RecordKey> keys, String system, String how) {
        Map<RecordKey, Standing> standings = new HashMap<>();
        RecordKeySql.in(statements, OF_RECORDS.formatted(how), keys)
                .param("system", system)
                .query(row -> {
                    standings.put(RecordKeySql.of(row), of(row));
                });
        return standings;
    }

    /** Notes that living rows of these records are known at a system, so that their deletes go there too. */
    public void link(Collection<RecordKey> keys, String system) {
        if (!keys.isEmpty()) {
            RecordKeySql.in(statements, LINK, keys).param("system", system).update();
        }
    }

    /** The rows of these records are there again, so that their deliveries go on. Their rows are locked. */
    public void returned(Collection<RecordKey> keys, String system) {
        if (!keys.isEmpty()) {
            RecordKeySql.in(statements, RETURNED, keys).param("system", system).update();
        }
    }

    /** The system holds no row of the record any more, as far as the ledger is concerned. The delivery is locked. */
    void forget(RecordKey key, String system) {
        RecordKeySql.one(statements, FORGET, key).param("system", system).update();
    }

    /**
     * Lets deliveries go on whose row was deleted there by others, because a person wants the row to be made again. The
     * row that was there counts as gone.
     *
     * @param system the system; empty for all
     * @return the systems of these deliveries
     */
    public List<String> makeAgain(RecordKey key, Optional<String> system) {
        return RecordKeySql.one(statements, MAKE_AGAIN, key)
                .param("system", system.orElse(null))
                .query((row, n) -> row.getString("system"))
                .list();
    }

    /**
     * Whether the system may have a row that an attempt has just made, and of which the ledger knows no id yet. If it
     * is asked after the system has shown its rows, what it showed is of no later attempt.
     */
    public boolean hasUnsettledCreates(String tenant, String system, String entity) {
        return hasUnsettledCreates(tenant, system, entity, MOST_DUE);
    }

    /** @param mostDue with so many due deliveries to the system, they are not looked at, and the answer is yes */
    boolean hasUnsettledCreates(String tenant, String system, String entity, int mostDue) {
        return statements
                .forOne(UNSETTLED_CREATES)
                .param("tenant", tenant)
                .param("system", system)
                .param("entity", entity)
                .param("most", mostDue)
                .query(Boolean.class)
                .single();
    }

    /** The ledger's clock, as {@link Statements#now}. */
    public Instant now() {
        return statements.now();
    }

    private static Standing of(ResultSet row) throws SQLException {
        return new Standing(
                DeliveryState.of(row.getString("state")),
                row.getBoolean("leased"),
                row.getBoolean("in_doubt"),
                JdbcValues.time(row, "in_doubt_until"),
                JdbcValues.time(row, "settled_at"),
                row.getLong("settled_revision"),
                Optional.ofNullable(row.getString("content_hash")),
                Optional.ofNullable(row.getString("external_id")));
    }
}
