package io.recordsync.benchmarks.reading;

import io.recordsync.connectors.database.ExampleTable;
import java.nio.file.Path;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A table of contacts in an SQLite file. All rows are made of their numbers, so that each run reads the same ones. */
public final class SourceTable {

    /** Other programs may read and write the file at the same time. */
    private static final String OPTIONS = "?busy_timeout=60000&journal_mode=WAL";

    private static final String INDEX = "create index customer_contact_changes on customer_contact (updated_at, id)";

    /** Each row has a time of its own, a second after that of the row before. */
    private static final String FILL = """
            with recursive n (i) as (select 1 union all select i + 1 from n where i < :rows)
            insert into customer_contact (id, first_name, last_name, email, phone, contact_type, updated_at)
            select i, 'First' || (i * 7919 % 10007), 'Last' || (i * 104729 % 100003), 'person' || i || '@example.com',
                   '+1650' || (2000000 + i % 7999999), case i % 3 when 0 then 'lead' else 'customer' end,
                   strftime('%Y-%m-%d %H:%M:%S', 1700000000 + i, 'unixepoch')
            from n
            """;

    private static final String EDIT = """
            update customer_contact
            set phone = '+1415' || (2000000 + :round * 10000 + id % 10000),
                updated_at = strftime('%Y-%m-%d %H:%M:%f', 'now')
            where id in (select id from customer_contact order by id limit :rows)
            """;

    private final Path file;
    private final JdbcClient sql;

    private SourceTable(Path file) {
        this.file = file;
        this.sql = JdbcClient.create(new DriverManagerDataSource(url() + OPTIONS));
    }

    /** Makes the file and its rows. */
    public static SourceTable make(Path file, long rows) {
        SourceTable table = new SourceTable(file);
        table.sql.sql(ExampleTable.sql(BenchTables.settings(table.url()))).update();
        table.sql.sql(INDEX).update();
        table.sql.sql(FILL).param("rows", rows).update();
        return table;
    }

    Path file() {
        return file;
    }

    String url() {
        return "jdbc:sqlite:" + file;
    }

    /**
     * Gives this many rows another phone number.
     *
     * @param round distinguishes the numbers from those of other edits
     */
    public void edit(long rows, int round) {
        sql.sql(EDIT).param("rows", rows).param("round", round).update();
    }

    /** The number of rows that have the phone number of an edit. */
    public long edited(int round) {
        return BenchTables.edited(sql, ExampleTable.NAME, round);
    }
}
