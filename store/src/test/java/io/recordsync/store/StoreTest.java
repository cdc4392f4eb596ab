package io.recordsync.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StoreTest {

    @RegisterExtension
    static final Database DATABASE = new Database();

    @Test
    void severalProcessesMayOpenAnEmptyDatabaseAtOnce() throws Exception {
        DATABASE.jdbc().sql("drop schema public cascade").update();
        DATABASE.jdbc().sql("create schema public").update();
        Crowd.of(4, (process, random) -> {
            try (HikariDataSource pool = Database.pool(DATABASE.url())) {
                assertThat(Store.open(pool).backlog().unsettled().total()).isZero();
            }
        });
    }
}
