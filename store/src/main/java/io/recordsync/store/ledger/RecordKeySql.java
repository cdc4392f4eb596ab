package io.recordsync.store.ledger;

import io.recordsync.store.sql.ColumnArrays;
import io.recordsync.store.sql.Statements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/**
 * Many record keys as the parameters of one statement, under the name {@code wanted}. They are sorted by their bytes,
 * as the tables' keys are. All statements lock their rows in that order, so that no two wait for each other.
 *
 * <p>Each key is looked up by a query of its own ({@code cross join lateral (… offset 0)}). PostgreSQL would plan a
 * plain join by its estimate of the table's size. For a table that grows faster than it is analysed, that plan would
 * read the whole table for each chunk.
 */
public final class RecordKeySql {

    private static final String WANTED = """
            with wanted as (
                select tenant collate "C" as tenant, entity collate "C" as entity, record_id collate "C" as record_id
                from unnest(:tenants::text[], :entities::text[], :recordIds::text[]) as w (tenant, entity, record_id))
            """;

    private RecordKeySql() {}

    /** A statement for these keys. A repeated key is passed once. */
    public static StatementSpec in(Statements statements, String sql, Collection<RecordKey> keys) {
        return of(statements, WANTED + sql, new ColumnArrays<>(new HashSet<>(keys)), Function.identity());
    }

    /** A statement for rows that have a key among their columns. */
    public static <T> StatementSpec of(
            Statements statements, String sql, ColumnArrays<T> rows, Function<T, RecordKey> key) {
        return statements
                .forRows(rows.size(), sql)
                .param("tenants", rows.text(row -> key.apply(row).tenant()))
                .param("entities", rows.text(row -> key.apply(row).entity()))
                .param("recordIds", rows.text(row -> key.apply(row).recordId()));
    }

    /** A statement about one record. */
    public static StatementSpec one(Statements statements, String sql, RecordKey key) {
        return statements
                .forOne(sql)
                .param("tenant", key.tenant())
                .param("entity", key.entity())
                .param("recordId", key.recordId());
    }

    public static RecordKey of(ResultSet row) throws SQLException {
        return new RecordKey(row.getString("tenant"), row.getString("entity"), row.getString("record_id"));
    }
}
