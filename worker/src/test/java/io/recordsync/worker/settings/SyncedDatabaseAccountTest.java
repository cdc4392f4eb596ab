package io.recordsync.worker.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.settings.SettingSources;
import io.recordsync.settings.Settings;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SyncedDatabaseAccountTest {

    @Test
    void itsNamesAreApartFromThoseOfOurOwnLedger() {
        SyncedDatabaseAccount account = account(Map.of(
                "DATABASE_URL",
                "postgres://a:b@h/ledger",
                "SYNCED_DATABASE_URL",
                "jdbc:sqlite:/var/crm.db",
                "SYNCED_DATABASE_RECORD_ID_COLUMN",
                "our_id",
                "SYNCED_DATABASE_MODIFIED_COLUMN",
                "none",
                "SYNCED_DATABASE_POOL_SIZE",
                "3"));

        assertThat(account.isConfigured()).isTrue();
        assertThat(account.url()).isEqualTo("jdbc:sqlite:/var/crm.db");
        assertThat(account.recordIdColumn()).isEqualTo("our_id");
        assertThat(account.modifiedColumn()).isEqualTo("none");
        assertThat(account.deletedColumn()).isEqualTo("none");
        assertThat(account.poolSize()).isEqualTo(3);
    }

    @Test
    void withoutAnAddressItIsNotConfigured() {
        assertThat(account(Map.of("DATABASE_URL", "postgres://a:b@h/ledger")).isConfigured())
                .isFalse();
    }

    private static SyncedDatabaseAccount account(Map<String, String> environment) {
        return Settings.read(new SettingSources(Map.of(), environment, Optional.empty()), SyncedDatabaseAccount.class)
                .get(SyncedDatabaseAccount.class);
    }
}
