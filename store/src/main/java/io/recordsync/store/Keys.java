package io.recordsync.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Many record keys as the parameters of one statement, under the name {@code wanted}. */
final class Keys {

    private static final String WANTED = """
            with wanted as (
                select * from unnest(:tenants::text[], :entities::text[], :recordIds::text[]) as w (tenant, entity, record_id))
            """;

    private Keys() {}

    static <T> JdbcClient.StatementSpec in(
            JdbcClient jdbc, String sql, Collection<T> rows, Function<T, RecordKey> key) {
        return params(jdbc.sql(WANTED + sql), new Columns<>(rows), key);
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
