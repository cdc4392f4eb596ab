package io.recordsync.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Many record keys as the parameters of one statement, under the name {@code wanted}. They sort by their bytes as the tables' keys do: whoever
 * locks several rows locks them in that order, so that two never wait for each other.
 */
final class Keys {

    private static final String WANTED = """
            with wanted as (
                select tenant collate "C" as tenant, entity collate "C" as entity, record_id collate "C" as record_id
                from unnest(:tenants::text[], :entities::text[], :recordIds::text[]) as w (tenant, entity, record_id))
            """;

    private Keys() {}

    /** Each key once, however often it is given. */
    static JdbcClient.StatementSpec in(JdbcClient jdbc, String sql, Collection<RecordKey> keys) {
        return params(jdbc.sql(WANTED + sql), new Columns<>(new HashSet<>(keys)), Function.identity());
    }

    static <T> JdbcClient.StatementSpec params(
            JdbcClient.StatementSpec statement, Columns<T> rows, Function<T, RecordKey> key) {
        return statement
                .param("tenants", rows.text(row -> key.apply(row).tenant()))
                .param("entities", rows.text(row -> key.apply(row).entity()))
                .param("recordIds", rows.text(row -> key.apply(row).recordId()));
    }

    static RecordKey of(ResultSet row) throws SQLException {
        return new RecordKey(row.getString("tenant"), row.getString("entity"), row.getString("record_id"));
    }
}
