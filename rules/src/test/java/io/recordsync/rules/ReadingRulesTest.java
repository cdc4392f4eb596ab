package io.recordsync.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.recordsync.rules.type.CheckedValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadingRulesTest {
    private static final String NAMES = """
            FirstName: firstName(record.name)
            LastName: lastName(record.name)
            Email: {value: record.email, type: email}
            City: record.address.city
            Source: {value: record.source, back: false}
            Rating: lower(record.rating)
            """;

    private static final String NAME = "read: {}\nback: {name: 'join(found.FirstName, found.LastName)'}";

    @Test
    void aFieldIsReadIfAPathComesFromItAndAPlainPathDoesByItself() {
        ReadingRules reading = reading(NAME, NAMES);

        assertThat(reading.readFields()).containsExactly("FirstName", "LastName", "Email", "City");
        assertThat(reading.paths()).containsExactly("email", "address.city", "name");
        assertThat(reading.feeds("name")).containsExactlyInAnyOrder("FirstName", "LastName");
        assertThat(reading.feeds("source")).isEmpty();
        assertThat(reading.pathsOf("FirstName")).containsExactly("name");
        assertThat(reading.pathsOf("Rating")).isEmpty();
    }

    @Test
    void anEntityWithoutReadIsNotReadAndASystemThatIsNotInTheFileNeither() {
        RuleSet rules = rules("", NAMES);

        assertThat(rules.reading("crm", "contact")).isEmpty();
        assertThat(rules.reading("crm", "account")).isEmpty();
        assertThat(rules.reading("cms", "contact")).isEmpty();
        assertThat(rules.warnings()).isEmpty();
    }

    @Test
    void whatIsReadChangesNothingInWhatIsSent() {
        RecordImage image = Images.contact("name", "Ada King Lovelace", "email", "ADA@example.com", "source", "web");

        assertThat(rules(NAME, NAMES).map(image, "crm"))
                .isEqualTo(rules("", NAMES).map(image, "crm"));
    }

    @Test
    void expressionsSeeEachFieldInTheNormalFormOfItsType() {
        Map<String, @Nullable Object> row =
                row("FirstName", " Ada ", "LastName", "  ", "Email", "ADA@Example.com", "City", 7);

        assertThat(back(reading(NAME, NAMES), row).values())
                .containsEntry("name", "Ada")
                .containsEntry("email", "ada@example.com")
                .containsEntry("address.city", "7")
                .hasSize(3);
    }

    @Test
    void timesNumbersAndBooleansAreReadIntoTheTypesOfTheRules() {
        ReadingRules reading = reading("read: {}\nback: {double: found.Amount + found.Amount}", """
                When: {value: record.when, type: date-time}
                Day: {value: record.day, type: date}
                Amount: {value: record.amount, type: decimal}
                Count: {value: record.count, type: integer}
                Active: {value: record.active, type: boolean}
                Tags: {value: record.tags, type: set}
                """);
        Map<String, @Nullable Object> row =
                row("When", "2026-01-20T10:00:00+02:00", "Day", "2026-01-20T23:30:00-02:00", "Amount", "12.50");
        row.putAll(row("Count", 7, "Active", "No", "Tags", List.of("b", "a")));

        assertThat(back(reading, row).values())
                .containsEntry("when", "2026-01-20T08:00:00.000Z")
                .containsEntry("day", "2026-01-21")
                .containsEntry("amount", new BigDecimal("12.5"))
                .containsEntry("double", new BigDecimal("25"))
                .containsEntry("count", 7L)
                .containsEntry("active", false)
                .containsEntry("tags", "a;b");
    }

    @Test
    void aPathOfWhichAFieldIsAbsentIsNeitherReadNorUnreadable() {
        Back back = back(reading(NAME, NAMES), row("FirstName", "Ada", "Email", null));

        assertThat(back.values()).containsOnlyKeys("email").containsEntry("email", null);
        assertThat(back.unreadable()).isEmpty();
    }

    @Test
    void aValueThatItsTypeDropsMakesEachOfItsPathsUnreadableAndShowsNoValue() {
        ReadingRules reading = reading(
                "read: {}\nback: {mail: found.Email, other: lower(found.Other)}",
                "Email: {value: lower(record.mail), type: email, maxLength: 10}\nOther: record.other");

        for (String bad : List.of("SECRET", "secret@example.com")) {
            Back back = back(reading, row("Email", bad, "Other", "X"));

            assertThat(back.values()).containsOnlyKeys("other");
            assertThat(back.unreadable()).containsOnlyKeys("mail");
            assertThat(back.toString()).contains("Email: is ", "(email)").doesNotContainIgnoringCase("secret");
        }
    }

    @Test
    void aFailedExpressionIsUnreadable() {
        ReadingRules reading = reading(
                "read: {}\nback: {both: found.A + found.B, list: '[found.A]'}", "A: upper(record.both)\nB: record.b");

        Back back = back(reading, row("A", "x", "B", null));

        assertThat(back.values()).containsOnlyKeys("b");
        assertThat(back.unreadable())
                .containsEntry(
                        "list", new FieldProblem("list", "expression", "is not a single text, number or boolean"))
                .hasEntrySatisfying("both", why -> assertThat(why.message()).startsWith("cannot be computed"));
    }

    @Test
    void onlyThePathsThatAreAskedForAreComputed() {
        Back back = reading(NAME, NAMES).back(row("Email", "a@example.com", "City", "Reno"), Set.of("email", "other"));

        assertThat(back.values()).containsOnlyKeys("email");
    }

    @Test
    void theNormalFormHasTheFieldsRegionAndLargestLength() {
        ReadingRules reading = reading(
                "read: {}",
                "Phone: {value: record.phone, type: phone, region: US}\nName: {value: record.name, maxLength: 3}");

        assertThat(reading.normal("Phone", "(650) 253-0000")).isEqualTo(CheckedValue.good("+16502530000"));
        assertThat(reading.normal("Name", "Madonna").value()).isEqualTo("Mad");
        assertThat(reading.normal("Name", "Madonna").complaint()).isPresent();
        assertThatThrownBy(() -> reading.normal("Other", "x")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theValuesOfARowGoIntoTheMapsOfARecord() {
        Map<String, @Nullable Object> image =
                row("email", "old@example.com", "address", Map.of("zip", "10115", "city", "Bonn"), "type", "lead");
        ReadingRules reading = reading(NAME, NAMES);

        Map<String, @Nullable Object> changed =
                back(reading, row("Email", "new@example.com", "City", "Berlin")).in(image);

        assertThat(changed)
                .containsEntry("email", "new@example.com")
                .containsEntry("address", Map.of("zip", "10115", "city", "Berlin"))
                .containsEntry("type", "lead");
        assertThat(back(reading, row("City", "Berlin")).in(Map.of()))
                .isEqualTo(Map.of("address", Map.of("city", "Berlin")));
        assertThat(back(reading, row("City", null)).in(row("email", "x"))).isEqualTo(Map.of("email", "x"));
    }

    @Test
    void theRecordIdIsComputedFromAnyFieldOfTheRow() {
        ReadingRules reading = reading("read: {}\nid: \"found.Country + '-' + string(found.Number)\"", NAMES);

        assertThat(reading.idFields()).containsExactlyInAnyOrder("Country", "Number");
        assertThat(reading.readFields()).doesNotContain("Number");
        assertThat(reading.recordId(row("Country", "de", "Number", 7))).contains("de-7");
        assertThat(reading.recordId(row("Country", null, "Number", 7))).isEmpty();
        assertThat(reading.recordId(row("Country", "de"))).isEmpty();
        assertThat(reading("read: {}", NAMES).recordId(row("Id", "1"))).isEmpty();
    }

    @Test
    void everyKeyOfReadIsTaken() {
        ReadingRules reading = reading("""
                read:
                  every: 30s
                  full: 1d12h
                  deletes_every: 90m
                  creates: false
                  deletes: recreate
                  link: {take: theirs, ids: false}
                  guard: read
                  deleteGuard: {count: 1, percent: 100}
                  onRefused: leaveOut
                """, NAMES);

        assertThat(reading.every()).isEqualTo(Duration.ofSeconds(30));
        assertThat(reading.full()).isEqualTo(Duration.ofHours(36));
        assertThat(reading.deletesEvery()).isEqualTo(Duration.ofMinutes(90));
        assertThat(reading.creates()).isFalse();
        assertThat(reading.deletes()).isEqualTo(Deletes.RECREATE);
        assertThat(reading.link()).isEqualTo(new Link(Link.Take.THEIRS, false));
        assertThat(reading.guardRead()).isTrue();
        assertThat(reading.deleteGuard()).isEqualTo(new DeleteGuard(1, 100, 500));
        assertThat(reading.onRefused()).contains(OnRefused.LEAVE_OUT);
        assertThat(reading("read: {link: ask}", NAMES).link()).isEqualTo(new Link(Link.Take.ASK, true));
    }

    @Test
    void deletesOfHubSpotAreReadLessOften() {
        String rules = rulesText("read: {every: 1m}", NAMES).replace("crm", "hubspot");

        assertThat(RuleSet.parse(rules, "test").reading("hubspot", "contact").map(ReadingRules::deletesEvery))
                .contains(Duration.ofHours(6));
    }

    @ParameterizedTest
    @CsvSource({"5m, 300", "1h30m, 5400", "30d, 2592000", "1d, 86400", "2s, 2"})
    void durationsAreWrittenAsInTheSettings(String text, long seconds) {
        assertThat(Intervals.read(text)).contains(Duration.ofSeconds(seconds));
        assertThat(Intervals.text(Duration.ofSeconds(seconds))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "5 m", "0s", "31d", "5ms", "m", "30m1h", "-5m", "PT5M", ""})
    void otherTextsAreNoDurations(String text) {
        assertThat(Intervals.read(text)).isEqualTo(Optional.empty());
    }

    @Test
    void theFingerprintChangesWithWhatDecidesHowARowIsJudgedAndWithNothingElse() {
        String fingerprint = reading(NAME, NAMES).fingerprint();

        assertThat(fingerprint).matches("[0-9a-f]{64}");
        assertThat(reading(NAME.replace("{}", "{every: 1m, deletes: follow}"), NAMES)
                        .fingerprint())
                .isEqualTo(fingerprint);
        assertThat(reading(NAME, NAMES.replace("lower(", "upper(")).fingerprint())
                .isEqualTo(fingerprint);
        assertThat(List.of(
                        reading(NAME.replace("{}", "{creates: false}"), NAMES),
                        reading(NAME + "\nmatch: Email", NAMES),
                        reading(NAME, NAMES.replace("type: email", "type: string")),
                        reading(NAME, NAMES.replace("type: email", "type: email, maxLength: 9")),
                        reading(NAME.replace("join", "coalesce"), NAMES),
                        reading(NAME, NAMES.replace("lower(record.rating)", "record.rating")),
                        reading(NAME, NAMES.replace(", back: false", ""))))
                .extracting(ReadingRules::fingerprint)
                .doesNotContain(fingerprint)
                .doesNotHaveDuplicates();
    }

    static ReadingRules reading(String keys, String fields) {
        return rules(keys, fields).reading("crm", "contact").orElseThrow();
    }

    static RuleSet rules(String keys, String fields) {
        return RuleSet.parse(rulesText(keys, fields), "test");
    }

    private static String rulesText(String keys, String fields) {
        return """
                name: test
                routes: {contact: [crm]}
                systems:
                  crm:
                    entities:
                      contact:
                        object: Contact
                """ + keys.stripTrailing().indent(8) + "        fields:\n"
                + fields.stripTrailing().indent(10);
    }

    private static Back back(ReadingRules reading, Map<String, @Nullable Object> row) {
        return reading.back(row, reading.paths());
    }

    private static Map<String, @Nullable Object> row(@Nullable Object... namesAndValues) {
        return new HashMap<>(Images.contact(namesAndValues).fields());
    }
}
