package io.recordsync.connectors.files;

import static io.recordsync.connectors.ChangedWrites.held;
import static io.recordsync.connectors.ChangedWrites.inDoubt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.recordsync.connectors.Capabilities.Visibility;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.Cursor;
import io.recordsync.connectors.ErrorKind;
import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Outcome.Effect;
import io.recordsync.connectors.Outcome.Gone;
import io.recordsync.connectors.Outcome.Linked;
import io.recordsync.connectors.Outcome.Refused;
import io.recordsync.connectors.Outcome.Stale;
import io.recordsync.connectors.Outcome.Written;
import io.recordsync.connectors.ReadRecord;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.Write.Held;
import io.recordsync.connectors.Write.Operation;
import io.recordsync.connectors.files.FilesSettings.Mode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that is rewritten in place and read back, while people edit it. */
class FilesTwoWayTest extends FilesFixture {

    private static final String TWO_ROWS = "id,recordsync_id,name,phone\n1,A1,Ann,+1\n2,B2,Bob,+2\n";

    @Test
    void anUpdateWritesItsFieldsToItsRowAloneAndShowsTheRow() {
        file("contacts.csv", TWO_ROWS);

        Written written = write(twoWay("contacts.csv"), update("A1", "1", Map.of("phone", "+9")));

        assertThat(text("contacts.csv")).isEqualTo("id,recordsync_id,name,phone\n1,A1,Ann,+9\n2,B2,Bob,+2\n");
        assertThat(written.effect()).isEqualTo(Effect.UPDATED);
        assertThat(written.shown().orElseThrow().content())
                .containsEntry("name", "Ann")
                .containsEntry("phone", "+9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"contacts.csv", "contacts.jsonl"})
    void whatIsShownIsWhatTheNextReadShows(String name) {
        FilesConnector connector = twoWay(name);
        Map<String, @Nullable Object> content = new HashMap<>(Map.of(
                "amount", new BigDecimal("1.50"), "news", true, "name", " a\n\"b\", c ", "title", "", "count", 7));
        content.put("born", null);

        Written created = write(connector, create("A1", content));
        Written updated = write(connector, update("A1", "A1", Map.of("amount", new BigDecimal("100"))));

        ReadRecord read = read(connector, Cursor.BEGINNING, 10).records().getFirst();
        assertThat(updated.shown()).contains(read);
        assertThat(found(connector, "A1")).containsExactly(read);
        assertThat(created.shown().orElseThrow().content().keySet())
                .isEqualTo(read.content().keySet());
        assertThat(read.content().get("amount")).hasToString("100");
    }

    @Test
    void anUpdateThatChangesNothingLeavesTheFileAloneAndShowsTheRow() throws Exception {
        file("contacts.csv", TWO_ROWS);
        Object before = Files.readAttributes(folder.resolve("contacts.csv"), "unix:ino,lastModifiedTime");

        Written written = write(twoWay("contacts.csv"), update("A1", "1", Map.of("name", "Ann")));

        assertThat(written.shown().orElseThrow().content()).containsEntry("phone", "+1");
        assertThat(Files.readAttributes(folder.resolve("contacts.csv"), "unix:ino,lastModifiedTime"))
                .isEqualTo(before);
    }

    @Test
    void aRowThatIsNotAsItIsKnownIsAnsweredAndLeftAlone() {
        file("contacts.csv", TWO_ROWS);

        Outcome outcome = twoWay("contacts.csv")
                .write(
                        update(
                                "A1",
                                "1",
                                Map.of("phone", "+9"),
                                row -> "Anna".equals(row.content().get("name"))),
                        scope());

        assertThat(outcome).isInstanceOfSatisfying(Stale.class, stale -> {
            assertThat(stale.row().externalId()).isEqualTo("1");
            assertThat(stale.row().recordId()).contains("A1");
            assertThat(stale.row().content()).containsEntry("name", "Ann").containsEntry("phone", "+1");
        });
        assertThat(text("contacts.csv")).isEqualTo(TWO_ROWS);
    }

    @Test
    void aFileThatAnotherProgramChangesAfterTheComparisonIsLeftAsItIs() {
        String edited = TWO_ROWS.replace("Bob", "Rob");
        file("contacts.csv", TWO_ROWS);
        FilesConnector connector = twoWay("contacts.csv");
        Predicate<ReadRecord> meanwhile = row -> {
            file("contacts.csv", edited);
            return true;
        };

        ConnectorException changed =
                failure(() -> connector.write(update("A1", "1", Map.of("phone", "+9"), meanwhile), scope()));

        assertThat(changed.code()).isEqualTo("CHANGED");
        assertThat(changed.kind()).isEqualTo(ErrorKind.TRANSIENT);
        assertThat(changed.inDoubt()).isFalse();
        assertThat(text("contacts.csv")).isEqualTo(edited);
        write(connector, update("A1", "1", Map.of("phone", "+9")));
        assertThat(text("contacts.csv")).contains("2,B2,Rob,+2").contains("1,A1,Ann,+9");
    }

    @Test
    void theRecordIdIsWrittenOnlyToARowThatDoesNotCarryIt() {
        file("contacts.csv", "id,name\n1,Ann\n2,Bob\n");
        FilesConnector connector = twoWay("contacts.csv");

        write(connector, update("A1", "1", Map.of("name", "Anna")));
        assertThat(text("contacts.csv")).doesNotContain("A1");

        write(connector, held(update("A1", "1", Map.of("name", "Anna")), new Held(false, row -> true)));
        assertThat(found(connector, "1").getFirst().recordId()).contains("A1");
        assertThat(found(connector, "2").getFirst().recordId()).isEmpty();
    }

    @Test
    void anUpdateTakesTheRowByItsKeyAndNoOtherOne() {
        file("contacts.csv", "id,recordsync_id,name\n1,,Ann\n2,A1,Anne\nA1,,Eve\n");
        FilesConnector connector = twoWay("contacts.csv");

        assertThat(connector.write(update("A1", "7", Map.of("name", "x")), scope()))
                .isEqualTo(new Gone(Optional.empty()));
        write(connector, update("A1", "1", Map.of("name", "Anna")));

        assertThat(text("contacts.csv")).isEqualTo("id,recordsync_id,name\n1,,Anna\n2,A1,Anne\nA1,,Eve\n");
    }

    @Test
    void aKeyThatTwoRowsHaveIsRefusedAndFoundTwice() {
        String twice = "id,recordsync_id,name\n1,A1,Ann\n1,,Eve\n";
        file("contacts.csv", twice);
        FilesConnector connector = twoWay("contacts.csv");

        ConnectorException refused = refusal(connector, update("A1", "1", Map.of("name", "x")));

        assertThat(refused.code()).isEqualTo("DUPLICATE");
        assertThat(refused).hasMessageContaining("2 rows").hasMessageNotContaining("Ann");
        assertThat(found(connector, "1")).hasSize(2);
        assertThat(text("contacts.csv")).isEqualTo(twice);
    }

    /** A column that is added to rows that exist would come back as one that somebody has cleared in all of them. */
    @Test
    void noColumnIsAddedToRowsThatExist() {
        file("contacts.csv", "id,recordsync_id,name\n1,A1,Ann\n");
        FilesConnector connector = twoWay("contacts.csv");
        Map<String, @Nullable Object> cleared = new HashMap<>();
        cleared.put("phone", null);

        for (Write write : List.of(update("A1", "1", Map.of("phone", "+1")), create("B2", Map.of("phone", "+2")))) {
            ConnectorException refused = refusal(connector, write);
            assertThat(refused.code()).isEqualTo("NO_COLUMN");
            assertThat(refused.fields()).containsExactly("phone");
            assertThat(refused).hasMessageContaining("phone").hasMessageNotContaining("+");
        }
        assertThat(write(connector, update("A1", "1", cleared)).effect()).isEqualTo(Effect.UPDATED);
        assertThat(text("contacts.csv")).isEqualTo("id,recordsync_id,name\n1,A1,Ann\n");
    }

    @Test
    void aCreateMeetsTheRowsOfItsMatchAndWritesNothing() {
        String rows = "id,recordsync_id,email,name\n1,,a@b.c,Ann\n2,C3,c@d.e,Cid\n3,,twice@b.c,Eve\n4,,twice@b.c,Eva\n";
        file("contacts.csv", rows);
        FilesConnector connector = twoWay("contacts.csv");

        assertThat(connector.write(matching("A1", "A@b.c"), scope())).isInstanceOfSatisfying(Linked.class, linked -> {
            assertThat(linked.row().externalId()).isEqualTo("1");
            assertThat(linked.row().recordId()).isEmpty();
            assertThat(linked.row().content()).containsEntry("name", "Ann");
        });
        assertThat(connector.write(matching("A1", "c@d.e"), scope()))
                .isInstanceOfSatisfying(
                        Linked.class,
                        linked -> assertThat(linked.row().recordId()).contains("C3"));
        assertThat(refusal(connector, matching("A1", "twice@b.c"))).hasMessageContaining("2 records match");
        assertThat(text("contacts.csv")).isEqualTo(rows);
    }

    @Test
    void aCreateInDoubtWritesToItsOwnRowAndLinksAnother() {
        file("contacts.csv", "id,recordsync_id,email,name\n1,A1,a@b.c,Ann\n2,,c@d.e,Cid\n");
        FilesConnector connector = twoWay("contacts.csv");

        Written own = write(connector, inDoubt(matching("A1", "a@b.c")));
        Outcome other = connector.write(inDoubt(matching("B2", "c@d.e")), scope());

        assertThat(own.effect()).isEqualTo(Effect.UPDATED);
        assertThat(own.externalId()).contains("1");
        assertThat(other).isInstanceOf(Linked.class);
        assertThat(text("contacts.csv")).isEqualTo("id,recordsync_id,email,name\n1,A1,a@b.c,Newer\n2,,c@d.e,Cid\n");
    }

    @Test
    void aBatchAnswersInItsOrder() {
        file("contacts.csv", TWO_ROWS);

        List<Outcome> outcomes = twoWay("contacts.csv")
                .writeAll(
                        List.of(
                                create("C3", Map.of("name", "Cid")),
                                update("X9", "9", Map.of("name", "x")),
                                delete("B2"),
                                update("A1", "1", Map.of("name", "x"), row -> false),
                                upsert("D4", Map.of("name", "Dee")),
                                create("A1b", Map.of("other", "x"))),
                        scope());

        assertThat(outcomes.stream().map(Outcome::getClass))
                .containsExactly(Written.class, Gone.class, Written.class, Stale.class, Written.class, Refused.class);
        assertThat(text("contacts.csv"))
                .isEqualTo("id,recordsync_id,name,phone\n1,A1,Ann,+1\nC3,C3,Cid,\nD4,D4,Dee,\n");
    }

    @Test
    void rowsAreFoundByTheirKeysToTheLetter() {
        file("contacts.csv", "id,recordsync_id,name\na1,A1,Ann\nb2,,Bob\n,C3,Cid\n");
        FilesConnector connector = twoWay("contacts.csv");

        List<ReadRecord> found =
                connector.find("contacts", List.of("name", "phone"), List.of("b2", "A1", "a1 ", "a1"), scope());

        assertThat(found).extracting(ReadRecord::externalId).containsExactly("a1", "b2");
        assertThat(found.getFirst().content()).containsOnly(Map.entry("name", "Ann"));
    }

    @Test
    void anEmptyCellAndAFieldThatALineLeavesOutAreNullAndAMissingColumnIsAbsent() {
        file("contacts.csv", "id,name\n1,\n");
        file("contacts.jsonl", "{\"id\":\"1\"}\n");
        List<String> fields = List.of("name", "phone");

        ReadRecord row = twoWay("contacts.csv")
                .find("contacts", fields, List.of("1"), scope())
                .getFirst();
        ReadRecord line = twoWay("contacts.jsonl")
                .find("contacts", fields, List.of("1"), scope())
                .getFirst();

        assertThat(row.content()).containsOnlyKeys("name").containsEntry("name", null);
        assertThat(line.content()).containsOnlyKeys("name", "phone").containsEntry("name", null);
    }

    /** A line that cannot be read may be the row that is looked for, if its text has the key. */
    @Test
    void aRowInALineThatCannotBeReadIsNotTakenForOneThatIsGone() {
        file("contacts.csv", "id,recordsync_id,name\n1,A1,Ann\n2,B2,Bob,extra\n3,C3,Cid\n");
        FilesConnector connector = twoWay("contacts.csv");

        ConnectorException unknown = failure(() -> found(connector, "2", "3"));

        assertThat(unknown.code()).isEqualTo("UNREADABLE_ROW");
        assertThat(unknown.kind()).isEqualTo(ErrorKind.TRANSIENT);
        assertThat(unknown).hasMessageContaining("Line 3 of contacts.csv").hasMessageNotContaining("Bob");
        assertThat(refusal(connector, update("B2", "2", Map.of("name", "x"))).code())
                .isEqualTo("UNREADABLE_ROW");
        assertThat(found(connector, "1", "9")).hasSize(1);
        assertThat(connector.write(update("X9", "9", Map.of("name", "x")), scope()))
                .isInstanceOf(Gone.class);
    }

    @Test
    void aFileInTheMakingDoesNotTellThatARowIsGone() throws Exception {
        file("contacts.csv", "id,recordsync_id,name\n1,A1,Ann\n2,B2,Bo");
        Files.setLastModifiedTime(folder.resolve("contacts.csv"), FileTime.from(clock.instant()));
        FilesConnector connector = twoWay("contacts.csv");

        assertThat(failure(() -> found(connector, "1", "3")).code()).isEqualTo("CHANGED");
        assertThat(refusal(connector, update("C3", "3", Map.of("name", "x"))).code())
                .isEqualTo("CHANGED");
        assertThat(found(connector, "1")).hasSize(1);
        clock.pass(LocalSource.CALM.plusSeconds(1));
        assertThat(found(connector, "1", "3")).hasSize(1);
    }

    @Test
    void aFileThatIsNotThereDoesNotTellThatItsRowsAreGone() {
        FilesConnector connector = twoWay("contacts.csv");

        assertThat(failure(() -> found(connector, "1")).code()).isEqualTo("NO_FILE");
        assertThat(refusal(connector, update("A1", "1", Map.of("name", "x"))).code())
                .isEqualTo("NO_FILE");
        assertThat(folder.resolve("contacts.csv")).doesNotExist();
    }

    /** Somebody has renamed the column of keys, or is just writing the file anew. */
    @ParameterizedTest
    @ValueSource(strings = {"nr,recordsync_id,name\n1,A1,Ann\n", "", "\n"})
    void aFileWithoutTheColumnOfKeysDoesNotTellThatItsRowsAreGone(String text) {
        Path file = file("contacts.csv", text);
        FilesConnector connector = twoWay("contacts.csv");

        assertThat(failure(() -> found(connector, "1")).code()).isEqualTo("UNREADABLE_FILE");
        assertThat(refusal(connector, update("A1", "1", Map.of("name", "x"))).code())
                .isEqualTo("UNREADABLE_FILE");
        assertThat(file).hasContent(text);
    }

    @ParameterizedTest
    @CsvSource({
        "contacts.csv, APPEND, contacts.csv",
        "contacts.csv, REPLACE, other.csv",
        "contacts.csv, REPLACE, contacts*.csv",
        "'', REPLACE, ''",
        "contacts.csv, REPLACE,",
        ", REPLACE, contacts.csv"
    })
    void onlyAFileThatIsRewrittenAndReadBackIsTwoWay(@Nullable String path, Mode mode, @Nullable String source) {
        FilesConnector connector = connector(at(path), mode, at(source), StandardCharsets.UTF_8);

        for (Executable call : List.<Executable>of(
                () -> found(connector, "1"),
                () -> connector.write(create("A1", Map.of("name", "x")), scope()),
                () -> connector.write(update("A1", "1", Map.of("name", "x")), scope()))) {
            ConnectorException refused = failure(call);
            assertThat(refused.code()).isEqualTo("UNSUPPORTED");
            assertThat(refused).hasMessageContaining("PATH").hasMessageContaining("SOURCE");
        }
        assertThat(connector.capabilities().reading().visibility()).isEqualTo(Visibility.NONE);
    }

    @Test
    void aFileForEachObjectIsTwoWayToo() {
        FilesConnector connector = twoWay("of-{object}.csv");

        write(connector, create("A1", Map.of("name", "Ann")));

        assertThat(found(connector, "A1")).hasSize(1);
        assertThat(connector.capabilities().reading().visibility().largestFind())
                .isPositive();
        assertThat(connector.capabilities().reading().visibility().showsWrites())
                .isTrue();
    }

    private Optional<String> at(@Nullable String name) {
        return Optional.ofNullable(name).map(file -> folder.resolve(file).toString());
    }

    private FilesConnector twoWay(String name) {
        return connector(at(name), Mode.REPLACE, at(name), StandardCharsets.UTF_8);
    }

    private List<ReadRecord> found(FilesConnector connector, String... keys) {
        return connector.find("contacts", List.of(), List.of(keys), scope());
    }

    private ConnectorException refusal(FilesConnector connector, Write write) {
        return failure(() -> connector.write(write, scope()));
    }

    private static ConnectorException failure(Executable call) {
        ConnectorException failure = catchThrowableOfType(ConnectorException.class, call::execute);
        assertThat(failure).isNotNull();
        return failure;
    }

    private static Write create(String recordId, Map<String, ? extends @Nullable Object> content) {
        return new Write(
                Operation.CREATE,
                "contacts",
                recordId,
                Optional.empty(),
                new HashMap<>(content),
                Optional.empty(),
                1,
                false);
    }

    private static Write matching(String recordId, String email) {
        return new Write(
                Operation.CREATE,
                "contacts",
                recordId,
                Optional.empty(),
                Map.of("name", "Newer"),
                Optional.of(new Write.Match("email", email)),
                1,
                false);
    }

    private static Write update(String recordId, String key, Map<String, ? extends @Nullable Object> content) {
        return update(recordId, key, content, row -> true);
    }

    private static Write update(
            String recordId,
            String key,
            Map<String, ? extends @Nullable Object> content,
            Predicate<ReadRecord> expected) {
        return new Write(
                Operation.UPDATE,
                "contacts",
                recordId,
                Optional.of(key),
                new HashMap<>(content),
                Optional.empty(),
                1,
                false,
                new Held(true, expected));
    }
}
