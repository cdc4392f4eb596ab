package io.recordsync.connectors.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.Cursor;
import io.recordsync.connectors.database.DatabaseCursor.After;
import io.recordsync.connectors.database.DatabaseCursor.Part;
import java.time.Instant;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotBlank;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesAndTimesTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            nullValues = "-",
            value = {
                "contacts, -, contacts",
                "crm.contacts, crm, contacts",
                "my contacts, -, my contacts",
                "o'\"dd, -, o'\"dd",
                "\"a.b\", -, a.b",
                "\"a.b\".\"the \"\"c\"\"\", a.b, the \"c\"",
                "a.\"\"\"\", a, \""
            })
    void aTableIsNamedWithOrWithoutItsSchema(String object, String schema, String name) {
        assertThat(TableName.parse(object)).isEqualTo(new TableName(Optional.ofNullable(schema), name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a.", ".a", "a.b.c", "\"a", "\"a\"b", "\"\"", "a\u0000b", "a\nb"})
    void whatIsNoTableIsRefused(String object) {
        assertThatThrownBy(() -> TableName.parse(object)).isInstanceOf(ConnectorException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-20 17:16:48.933893+00, 2026-01-20T17:16:48.933893Z",
        "2026-01-20 17:16:48+05:30, 2026-01-20T11:46:48Z",
        "2026-01-20T17:16:48.9Z, 2026-01-20T17:16:48.900Z",
        "2026-01-20 17:16:48, 2026-01-20T17:16:48Z",
        "2026-01-20T17:16:48.5, 2026-01-20T17:16:48.500Z",
        "2026-01-20 17:16:48.123456789, 2026-01-20T17:16:48.123456789Z",
        "2026-01-20 17:16, 2026-01-20T17:16:00Z",
        "2026-01-20, 2026-01-20T00:00:00Z"
    })
    void aTimeWithoutAZoneIsUtc(String text, Instant time) {
        assertThat(ColumnTimes.parse(text)).contains(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "infinity",
                "1768929408",
                "0000-00-00 00:00:00",
                "yesterday",
                "2026-13-01",
                "2026-01-20 17:16:61"
            })
    void whatIsNoTimeIsNone(String text) {
        assertThat(ColumnTimes.parse(text)).isEmpty();
    }

    @Property(tries = 200)
    void aPlaceSurvivesItsText(@ForAll @NotBlank @StringLength(max = 50) String key) {
        Instant start = Instant.parse("2026-01-20T17:16:48.933893Z");
        for (DatabaseCursor position : new DatabaseCursor[] {
            new DatabaseCursor(start, Part.TIMED, Optional.of(new After("2026-01-20 17:16:48.9+00", key))),
            new DatabaseCursor(start, Part.TIMED, Optional.of(new After(key, key))),
            new DatabaseCursor(start, Part.TIMELESS, Optional.of(new After("", key))),
            new DatabaseCursor(start, Part.ALL, Optional.empty())
        }) {
            assertThat(DatabaseCursor.parse(position.cursor())).isEqualTo(position);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-20T17:16:48Z|X",
                "2026-01-20T17:16:48Z|T|x' or 1=1|1",
                "2026-01-20T17:16:48Z|T||1",
                "2026-01-20T17:16:48Z|N|2026-01-20|1",
                "2026-01-20T17:16:48Z|T|2026",
                "now|T"
            })
    void aPlaceThatIsNoneIsRefused(String text) {
        assertThatThrownBy(() -> DatabaseCursor.parse(new Cursor(text))).isInstanceOf(IllegalArgumentException.class);
    }
}
