package io.recordsync.store.ledger;

import io.recordsync.store.sql.ColumnArrays;
import io.recordsync.store.sql.Statements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads and writes images, many per statement. */
public final class Images {

    private static final String READ = """
            select i.*
            from wanted as w
            cross join lateral (
                select tenant, entity, record_id, revision, life, deleted_by, fields, changed_at from image
                where tenant = w.tenant and entity = w.entity and record_id = w.record_id and revision > 0
                offset 0) as i
            """;

    private static final String EXISTING = """
            select w.*
            from wanted as w
            cross join lateral (
                select from image
                where tenant = w.tenant and entity = w.entity and record_id = w.record_id
                offset 0) as i
            """;

    private static final String READ_AND_LOCK = """
            select i.*
            -- All transactions lock records in this order, so that no two wait for each other.
            from (select * from wanted order by tenant, entity, record_id) as w
            -- In a plain join with unnest, PostgreSQL (18.1, nested loop) leaves out rows that were changed while it
            -- waited for their locks.
            cross join lateral (
                select tenant, entity, record_id, revision, life, deleted_by, fields, versions, changed_at from image
                where tenant = w.tenant and entity = w.entity and record_id = w.record_id
                for update) as i
            """;

    private static final String GIVEN = """
            from unnest(:tenants::text[], :entities::text[], :recordIds::text[], :revisions::bigint[], :lives::int[],
                        :deletedBys::text[], :fields::text[], :versions::text[])
                 as w (tenant, entity, record_id, revision, life, deleted_by, fields, versions)
            """;

    private static final String MAKE = """
            insert into image (tenant, entity, record_id, revision, life, deleted_by, fields, versions)
            select tenant, entity, record_id, revision, life, deleted_by, fields::jsonb, versions::jsonb
            """ + GIVEN + """
            -- Of two transactions that create the same records, the order lets one wait for the other.
            order by tenant collate "C", entity collate "C", record_id collate "C"
            -- The caller counts the rows, and notices a record that another transaction has created since.
            on conflict do nothing
            """;

    private static final String WRITE = """
            insert into image as i (tenant, entity, record_id, revision, life, deleted_by, fields, versions, changed_at)
            select tenant, entity, record_id, revision, life, deleted_by, fields::jsonb, versions::jsonb, now()
            """ + GIVEN + """
            -- Each row exists and is locked. An insert with "on conflict" looks up each of them by its key.
            on conflict (tenant, entity, record_id) do update
            set revision = excluded.revision, life = excluded.life, deleted_by = excluded.deleted_by,
                fields = excluded.fields, versions = excluded.versions,
                -- Versions alone may change without a new revision. Nothing is to be delivered then.
                changed_at = case when i.revision = excluded.revision then i.changed_at else excluded.changed_at end
            """;

    private final Statements statements;

    public Images(Statements statements) {
        this.statements = statements;
    }

    /**
     * Reads the records that a change has reached, without their versions, which only a merge needs. A row without a
     * change is left by a change that was refused.
     */
    public Map<RecordKey, Image> read(Collection<RecordKey> keys) {
        return select(READ, keys, row -> Versions.NONE);
    }

    /** The records that have a row, including those that no change has reached. */
    Set<RecordKey> existing(Collection<RecordKey> keys) {
        return new HashSet<>(RecordKeySql.in(statements, EXISTING, keys)
                .query((row, n) -> RecordKeySql.of(row))
                .list());
    }

    /** Locks the rows that exist, in the order of their keys. */
    public Map<RecordKey, Image> lock(Collection<RecordKey> keys) {
        return select(READ_AND_LOCK, keys, row -> JsonColumns.versions(row.getString("versions")));
    }

    /**
     * Creates records that did not exist. They are written in the order of their keys, so that of two transactions that
     * create the same records one waits for the other.
     *
     * @throws OvertakenException if another transaction has created one of them since
     */
    void make(Collection<Image> images) {
        if (given(MAKE, images) < images.size()) {
            throw new OvertakenException();
        }
    }

    /** The ledger's clock. */
    Instant now() {
        return statements.now();
    }

    /** Writes images whose rows are locked. */
    void write(Collection<Image> images) {
        given(WRITE, images);
    }

    private int given(String sql, Collection<Image> images) {
        if (images.isEmpty()) {
            return 0;
        }
        ColumnArrays<Image> rows = new ColumnArrays<>(images);
        return RecordKeySql.of(statements, sql, rows, Image::key)
                .param("revisions", rows.longs(Image::revision))
                .param("lives", rows.integers(Image::life))
                .param("deletedBys", rows.text(Image::deletedBy))
                .param("fields", rows.text(image -> JsonColumns.fields(image.fields())))
                .param("versions", rows.text(image -> JsonColumns.versions(image.versions())))
                .update();
    }

    /** Reads the versions of a row. */
    private interface VersionsReader {
        Versions of(ResultSet row) throws SQLException;
    }

    private Map<RecordKey, Image> select(String sql, Collection<RecordKey> keys, VersionsReader versions) {
        List<Image> found = RecordKeySql.in(statements, sql, keys)
                .query((row, n) -> of(row, versions))
                .list();
        Map<RecordKey, Image> images = new HashMap<>();
        found.forEach(image -> images.put(image.key(), image));
        return images;
    }

    private static Image of(ResultSet row, VersionsReader versions) throws SQLException {
        RecordKey key = RecordKeySql.of(row);
        long revision = row.getLong("revision");
        int life = row.getInt("life");
        String deletedBy = row.getString("deleted_by");
        String fields = row.getString("fields");
        try {
            return new Image(
                    key,
                    revision,
                    life,
                    deletedBy,
                    JsonColumns.fields(fields),
                    versions.of(row),
                    row.getTimestamp("changed_at").toInstant());
        } catch (RuntimeException unreadable) {
            return Image.unreadable(key, revision, life, deletedBy);
        }
    }
}
