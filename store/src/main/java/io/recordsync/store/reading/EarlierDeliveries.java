package io.recordsync.store.reading;

import io.recordsync.store.sql.Statements;
import java.util.Collection;

/**
 * Links the rows of a system to the records that deliveries have written there before the system was read. A row that
 * carries no record id of ours would become a second record otherwise. Nothing is known of the values of these rows:
 * each is judged before anything is sent to it.
 */
public final class EarlierDeliveries {

    private static final String LINK = """
            with page as (
                select record_id from image
                where tenant = :tenant and entity = :entity
                  and record_id > coalesce((select figures ->> 'linked_after' from run where id = :run), '')
                order by record_id limit :most),
            given as (
                select d.*
                from page as p
                cross join lateral (
                    select record_id, object, external_id from delivery
                    where tenant = :tenant and entity = :entity and record_id = p.record_id and system = :system
                      and external_id is not null and content_hash is not null
                    offset 0) as d),
            made as (
                -- A row, or a record, that has a counterpart already keeps it.
                insert into counterpart (tenant, system, object, external_id, entity, record_id, key_id)
                select :tenant, :system, coalesce(object, :object), external_id, :entity, record_id, :keyId
                from given order by 3, 4
                on conflict do nothing),
            moved as (
                update run
                set figures = figures || jsonb_build_object('linked_after', (select max(record_id) from page)),
                    touched_at = clock_timestamp()
                where id = :run and exists (select from page))
            select count(*) from page
            """;

    private static final String LINK_ROWS = """
            insert into counterpart (tenant, system, object, external_id, entity, record_id, key_id)
            select :tenant, :system, coalesce(object, :object), external_id, :entity, record_id, :keyId
            from delivery
            where tenant = :tenant and entity = :entity and system = :system
              and external_id = any(:externalIds::text[]) and content_hash is not null
            order by 3, 4
            on conflict do nothing
            """;

    private final Statements statements;

    public EarlierDeliveries(Statements statements) {
        this.statements = statements;
    }

    /** Of some rows, if a person wants to see what linking them would bring. */
    public void link(Run run, String object, int keyId, Collection<String> externalIds) {
        if (!externalIds.isEmpty()) {
            statements
                    .forRows(externalIds.size(), LINK_ROWS)
                    .param("tenant", run.key().tenant())
                    .param("system", run.key().system())
                    .param("entity", run.key().entity())
                    .param("object", object)
                    .param("keyId", keyId)
                    .param("externalIds", externalIds.toArray(String[]::new))
                    .update();
        }
    }

    /**
     * Links the rows of the next records. The place is kept with the run.
     *
     * @param object the system's name of the object that is read
     * @param keyId the key of the counterparts' hashes
     * @param most the largest number of records to look at
     * @return whether there may be more
     */
    public boolean link(Run run, String object, int keyId, int most) {
        int looked = statements
                .forMany(LINK)
                .param("tenant", run.key().tenant())
                .param("system", run.key().system())
                .param("entity", run.key().entity())
                .param("run", run.id())
                .param("object", object)
                .param("keyId", keyId)
                .param("most", most)
                .query(Integer.class)
                .single();
        return looked == most;
    }
}
