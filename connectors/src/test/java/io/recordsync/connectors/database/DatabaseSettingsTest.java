package io.recordsync.connectors.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseSettingsTest {

    @Test
    void theirTextShowsNoSecret() {
        DatabaseSettings settings =
                DatabaseSettings.of("jdbc:postgresql://h:5432/crm?sslpassword=pass-word", "me", "pass-word");

        assertThat(settings.toString()).contains("h:5432/crm").doesNotContain("pass-word");
        assertThat(settings.quota().toString()).contains("database:h:5432/crm").doesNotContain("pass-word");
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://h/d, h/d",
        "jdbc:mysql://h:1/d?useSsl=true, h:1/d",
        "jdbc:mariadb://h/d, h/d",
        "jdbc:sqlite:/var/crm.db, /var/crm.db"
    })
    void eachUrlNamesItsPlace(String url, String place) {
        assertThat(DatabaseSettings.of(url, "", "").place()).isEqualTo(place);
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:oracle:thin:@h, recordsync_id, updated_at, '', 5",
        "http://h, recordsync_id, updated_at, '', 5",
        "jdbc:postgresql://me:pass@h/d, recordsync_id, updated_at, '', 5",
        "jdbc:postgresql://h/d?user=me, recordsync_id, updated_at, '', 5",
        "jdbc:mysql://h/d?x=1&PassWord=pass, recordsync_id, updated_at, '', 5",
        "jdbc:postgresql://h/d, '', updated_at, '', 5",
        "jdbc:postgresql://h/d, recordsync_id, 'a\nb', '', 5",
        "jdbc:postgresql://h/d, recordsync_id, updated_at, '\t', 5",
        "jdbc:postgresql://h/d, recordsync_id, updated_at, '', 0",
        "jdbc:postgresql://h/d, recordsync_id, updated_at, '', 101"
    })
    void aBadValueIsRefusedWithWhatIsAllowed(String url, String id, String modified, String deleted, int pool) {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new DatabaseSettings(url, "", "", id, modified, deleted, pool, Duration.ofSeconds(30)))
                .withMessageContaining("must")
                .withMessageNotContaining("pass@");
    }
}
