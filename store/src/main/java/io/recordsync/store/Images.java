package io.recordsync.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads and writes images, many in one statement. */
final class Images {

    static final String COLUMNS =
            "image.tenant, image.entity, image.record_id, image.revision, image.life, image.deleted_by, image.fields, image.versions";

    private final JdbcClient jdbc;

    Images(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Map<RecordKey, Image> read(Collection<RecordKey> keys) {
        return select(keys, "");
    }

    /** Locks the rows, in the order of their keys; those that do not exist are made first, so that they can be locked. */
    Map<RecordKey, Image> lock(Collection<RecordKey> keys) {
        keyed("""
                insert into image (tenant, entity, record_id)
                select tenant, entity, record_id from wanted order by tenant, entity, record_id
                on conflict do nothing
                """, keys).update();
        return select(keys, "order by image.tenant, image.entity, image.record_id for update of image");
    }

    void write(Collection<Image> images) {
        Columns<Image> rows = new Columns<>(images);
        Keys.params(jdbc.sql("""
                insert into image as i (tenant, entity, record_id, revision, life, deleted_by, fields, versions, changed_at)
                select tenant, entity, record_id, revision, life, deleted_by, fields::jsonb, versions::jsonb, now()
                from unnest(:tenants::text[], :entities::text[], :recordIds::text[], :revisions::bigint[], :lives::int[],
                            :deletedBys::text[], :fields::text[], :versions::text[])
                     as w (tenant, entity, record_id, revision, life, deleted_by, fields, versions)
                on conflict (tenant, entity, record_id) do update
                set revision = excluded.revision, life = excluded.life, deleted_by = excluded.deleted_by, fields = excluded.fields,
                    versions = excluded.versions,
                    changed_at = case when i.revision = excluded.revision then i.changed_at else excluded.changed_at end
                """), rows, Image::key)
                .param("revisions", rows.longs(Image::revision))
                .param("lives", rows.integers(Image::life))
                .param("deletedBys", rows.text(Image::deletedBy))
                .param("fields", rows.text(image -> Json.fields(image.fields())))
                .param("versions", rows.text(image -> Json.versions(image.versions())))
                .update();
    }

    private Map<RecordKey, Image> select(Collection<RecordKey> keys, String suffix) {
        List<Image> found = keyed(
                        "select " + COLUMNS + " from wanted join image using (tenant, entity, record_id) " + suffix,
                        keys)
                .query((row, n) -> of(row))
                .list();
        Map<RecordKey, Image> images = new HashMap<>();
        found.forEach(image -> images.put(image.key(), image));
        return images;
    }

    private JdbcClient.StatementSpec keyed(String sql, Collection<RecordKey> keys) {
        return Keys.in(jdbc, sql, keys, Function.identity());
    }

    static Image of(ResultSet row) throws SQLException {
        return new Image(
                Keys.of(row),
                row.getLong("revision"),
                row.getInt("life"),
                row.getString("deleted_by"),
                Json.fields(row.getString("fields")),
                Json.versions(row.getString("versions")));
    }
}
