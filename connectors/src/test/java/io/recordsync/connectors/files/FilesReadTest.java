package io.recordsync.connectors.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.Cursor;
import io.recordsync.connectors.ObjectSchema;
import io.recordsync.connectors.Outcome.Effect;
import io.recordsync.connectors.Outcome.Written;
import io.recordsync.connectors.Page;
import io.recordsync.connectors.Page.Unreadable;
import io.recordsync.connectors.ReadRecord;
import io.recordsync.connectors.files.FilesSettings.Mode;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilesReadTest extends FilesFixture {

    @Test
    void quotesLineFeedsAndEmptyCells() {
        file("contacts.csv", "id, name ,phone\r\n1,\"Ann\r\nLee\",\r\n\r\n2,\"said \"\"hi\"\", left\",5\" pipe\r\n");

        List<ReadRecord> records =
                read(reading(source("contacts.csv")), Cursor.BEGINNING, 10).records();

        assertThat(records.get(0).content()).containsEntry("name", "Ann\r\nLee").containsEntry("phone", null);
        assertThat(records.get(1).content())
                .containsEntry("name", "said \"hi\", left")
                .containsEntry("phone", "5\" pipe");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
    void aByteOrderMarkTellsTheEncoding(String name) {
        file("contacts.csv", "\ufeffid,name\n1,Zoë 陳\n".getBytes(Charset.forName(name)));

        Page page = read(reading(source("contacts.csv"), StandardCharsets.ISO_8859_1), Cursor.BEGINNING, 10);

        assertThat(page.records().getFirst().content()).containsEntry("name", "Zoë 陳");
    }

    @Test
    void aBrokenLineHarmsOnlyItself() {
        file(
                "contacts.csv",
                bytes("id,name\n1,Ann\n2,too,many\n3,\"open\n4,Bob\n,nobody\n5,\"a\"b\n", "6,\u00e9\n", "7,Eve\n"));

        Page page = read(reading(source("contacts.csv")), Cursor.BEGINNING, 20);

        assertThat(ids(List.of(page))).containsExactly("1", "4", "7");
        assertThat(page.unreadable())
                .extracting(Unreadable::place)
                .containsExactly(
                        "contacts.csv, line 3",
                        "contacts.csv, line 4",
                        "contacts.csv, line 6",
                        "contacts.csv, line 7",
                        "contacts.csv, line 8");
        assertThat(page.unreadable().toString()).doesNotContain("nobody").doesNotContain("many,");
    }

    /** None of them is read, and none is taken for a file with a single column when it is written. */
    @ParameterizedTest
    @CsvSource({
        "'id;name\n1;Ann\n', semicolons",
        "'id\tname\n1\tAnn\n', tabs",
        "'sep=,\nid,name\n1,Ann\n', 'sep='",
        "'id|name\n1|Ann\n', vertical bars",
        "'id,name\r1,Ann\r', carriage return"
    })
    void aFileOfAnotherFormIsNamedAndNotMangled(String text, String named) {
        Path file = file("contacts.csv", text);

        Page page = read(reading(source("contacts.csv")), Cursor.BEGINNING, 10);
        ConnectorException refused = catchThrowableOfType(
                ConnectorException.class,
                () -> writing("contacts.csv", Mode.REPLACE).write(upsert("A1", Map.of("name", "x")), scope()));

        assertThat(page.records()).isEmpty();
        assertThat(page.unreadable())
                .singleElement()
                .satisfies(line -> assertThat(line.reason()).contains(named));
        assertThat(refused).hasMessageContaining(named);
        assertThat(writing("contacts.csv", Mode.REPLACE)
                        .check(List.of("contacts"), scope())
                        .isGood())
                .isFalse();
        assertThat(file).hasContent(text);
    }

    @ParameterizedTest
    @CsvSource({
        "1f8b0800, gzip",
        "504b0304, workbook",
        "d0cf11e0, workbook",
        "28b52ffd, compressed",
        "690064002c, UTF-16LE",
        "00690064002c, UTF-16BE"
    })
    void aFileThatIsNoTextIsNamedAndNotMangled(String head, String named) {
        byte[] bytes = HexFormat.of().parseHex(head + "0a31");
        for (String name : List.of("contacts.csv", "contacts.jsonl")) {
            Path file = file(name, bytes);

            Page page = read(reading(source(name)), Cursor.BEGINNING, 10);

            assertThat(page.last()).isTrue();
            assertThat(page.unreadable()).singleElement().satisfies(one -> {
                assertThat(one.place()).isEqualTo(name);
                assertThat(one.reason()).contains(named);
            });
            assertThat(reading(source(name)).check(List.of("contacts"), scope()).isGood())
                    .isFalse();
            assertThat(catchThrowableOfType(
                            ConnectorException.class,
                            () -> writing(name, Mode.REPLACE).write(upsert("A1", Map.of("name", "x")), scope())))
                    .hasMessageContaining(named);
            assertThat(file).hasBinaryContent(bytes);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[\n{\"id\":1},\n{\"id\":2}\n]\n", "\n [{\"id\":1},\n{\"id\":2}]", "[{\"id\":1},{\"id\":2}]\n"})
    void anArrayOfJsonIsRefusedAsAWhole(String text) {
        Path file = file("contacts.jsonl", text);

        List<Page> pages = readAll(reading(source("contacts.jsonl")), Cursor.BEGINNING, 1);

        assertThat(ids(pages)).isEmpty();
        assertThat(pages.stream().flatMap(page -> page.unreadable().stream()))
                .singleElement()
                .satisfies(one -> assertThat(one.reason()).contains("JSON array"));
        assertThat(reading(source("contacts.jsonl"))
                        .check(List.of("contacts"), scope())
                        .isGood())
                .isFalse();
        assertThat(catchThrowableOfType(
                        ConnectorException.class,
                        () -> writing("contacts.jsonl", Mode.REPLACE)
                                .write(upsert("A1", Map.of("name", "x")), scope())))
                .hasMessageContaining("JSON array");
        assertThat(file).hasContent(text);
    }

    @Test
    void columnsWithoutANameAreLeftOutAndKept() {
        file("contacts.csv", "id,name,,,\n1,Ann,,note,\n2,Bob,,,\n");
        String path = source("contacts.csv");
        FilesConnector connector =
                connector(Optional.of(path), Mode.REPLACE, Optional.of(path), StandardCharsets.UTF_8);

        List<ReadRecord> records = read(connector, Cursor.BEGINNING, 10).records();
        write(connector, upsert("1", Map.of("name", "Anna")));

        assertThat(records)
                .extracting(ReadRecord::content)
                .containsExactly(Map.of("id", "1", "name", "Ann"), Map.of("id", "2", "name", "Bob"));
        assertThat(connector.describe("contacts", scope()).fields())
                .extracting(ObjectSchema.Field::name)
                .containsExactly("id", "name", "recordsync_id");
        assertThat(text("contacts.csv"))
                .isEqualTo("id,name,,,,recordsync_id\n1,Ann,,note,,\n2,Bob,,,,\nrecordsync:1,Anna,,,,1\n");
    }

    /** Keys and names of columns have no blanks around them, of whatever kind. */
    @Test
    void blanksAroundKeysAndNamesOfColumnsAreNoPartOfThem() {
        file("contacts.csv", "\u200bid, recordsync_id\u00a0,name\n7 ,,Ann\n\u00a08,\u3000A8,Bo\n\u200b,,nobody\n");
        String path = source("contacts.csv");
        FilesConnector connector =
                connector(Optional.of(path), Mode.REPLACE, Optional.of(path), StandardCharsets.UTF_8);

        Page page = read(connector, Cursor.BEGINNING, 10);

        assertThat(ids(List.of(page))).containsExactly("7", "8");
        assertThat(page.records().get(1).recordId()).contains("A8");
        assertThat(page.unreadable()).hasSize(1);
        assertThat(connector.find("contacts", List.of("name"), List.of("7", "8"), scope()))
                .hasSize(2);
        assertThat(write(connector, upsert("A8", Map.of("name", "Bob"))))
                .isEqualTo(new Written(Optional.of("8"), Effect.UPDATED));
    }

    @Test
    void aCarriageReturnInsideALineHarmsOnlyThatLine() {
        file("contacts.csv", "id,\"the\r\nname\"\r\n1,Ann\r2,Bob\n3,\"E\rve\"\r\n");

        Page page = read(reading(source("contacts.csv")), Cursor.BEGINNING, 10);

        assertThat(ids(List.of(page))).containsExactly("3");
        assertThat(page.unreadable()).singleElement().satisfies(line -> {
            assertThat(line.place()).isEqualTo("contacts.csv, line 3");
            assertThat(line.reason()).contains("carriage return");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b\n1,2\n", "id,name\n1;Ann\n2;Bob\n"})
    void aFileThatIsNotUnderstoodIsNotWritten(String text) {
        Path file = file("contacts.csv", text);

        ConnectorException refused = catchThrowableOfType(
                ConnectorException.class,
                () -> writing("contacts.csv", Mode.REPLACE).write(upsert("A1", Map.of("name", "x")), scope()));

        assertThat(refused.code()).isEqualTo("UNREADABLE_FILE");
        assertThat(refused).hasMessageContaining("contacts.csv").hasMessageNotContaining("Ann");
        assertThat(file).hasContent(text);
    }

    @Test
    void blankLinesBeforeTheFirstRowArePassedOver() {
        file("contacts.csv", "\r\n\nid,name\n1,Ann\n");

        assertThat(ids(List.of(read(reading(source("contacts.csv")), Cursor.BEGINNING, 10))))
                .containsExactly("1");
        write(writing("contacts.csv", Mode.REPLACE), upsert("A1", Map.of("name", "x")));
        assertThat(text("contacts.csv")).isEqualTo("id,name,recordsync_id\n1,Ann,\nA1,x,A1\n");
    }

    private static byte[] bytes(String before, String latin, String after) {
        byte[] wrong = latin.getBytes(StandardCharsets.ISO_8859_1);
        return (before + new String(wrong, StandardCharsets.ISO_8859_1) + after).getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void brokenJsonLinesAreToldAndNumbersAndListsKept() {
        file(
                "contacts.jsonl",
                "{\"id\":1,\"n\":1.50,\"tags\":[\"a\"]}\n{broken\n[]\nnull\n{\"id\":\"2\"} x\n{\"id\":\"3\"}\n");

        Page page = read(reading(source("contacts.jsonl")), Cursor.BEGINNING, 20);

        assertThat(ids(List.of(page))).containsExactly("1", "3");
        assertThat(page.records().getFirst().content()).containsEntry("tags", List.of("a"));
        assertThat(page.unreadable()).hasSize(4);
    }

    @Test
    void aRowOfMoreThanAMegabyteIsPassedOver() {
        file("contacts.csv", "id,name\n1," + "x".repeat(3 << 20) + "\n2,Bob\n");

        Page page = read(reading(source("contacts.csv")), Cursor.BEGINNING, 20);

        assertThat(ids(List.of(page))).containsExactly("2");
        assertThat(page.unreadable()).hasSize(1);
    }

    @Test
    void anUnchangedFileYieldsNothingAndOneThatGrewTheNewRows() throws IOException {
        Path file = file("contacts.csv", "id,name\n1,Ann\n2,Bob\n");
        FilesConnector connector = reading(source("contacts.csv"));
        Page first = read(connector, Cursor.BEGINNING, 10);

        assertThat(read(connector, first.next(), 10).records()).isEmpty();
        Files.writeString(file, "3,Eve\n", StandardOpenOption.APPEND);
        Page grown = read(connector, first.next(), 10);
        assertThat(ids(List.of(grown))).containsExactly("3");

        file("contacts.csv", "id,name\n1,Anna\n2,Bob\n3,Eve\n");
        assertThat(ids(List.of(read(connector, grown.next(), 10)))).containsExactly("1", "2", "3");
    }

    @Test
    void aChangeThatLeavesSizeAndTimeAsTheyWereIsNoticed() throws IOException {
        Path file = file("contacts.csv", "id,name\n1,Ann\n");
        FileTime time = Files.getLastModifiedTime(file);
        FilesConnector connector = reading(source("contacts.csv"));
        Page first = read(connector, Cursor.BEGINNING, 10);

        file("contacts.csv", "id,name\n1,Bea\n");
        Files.setLastModifiedTime(file, time);

        assertThat(ids(List.of(read(connector, first.next(), 10)))).containsExactly("1");
    }

    @Test
    void aFileThatHasBeenCalmIsTrustedByItsSizeAndTime() throws IOException {
        Path file = file("contacts.csv", "id,name\n1,Ann\n");
        clock.pass(Duration.ofMinutes(1));
        FilesConnector connector = reading(source("contacts.csv"));
        Page first = read(connector, Cursor.BEGINNING, 10);
        FileTime time = Files.getLastModifiedTime(file);

        file("contacts.csv", "id,name\n1,Bea\n");
        Files.setLastModifiedTime(file, time);

        assertThat(read(connector, first.next(), 10).records()).isEmpty();
    }

    @Test
    void aLineInTheMakingIsReadAgainWhenItIsWhole() throws IOException {
        Path file = file("contacts.csv", "id,name\n1,Ann\n2,\"Bob\n");
        FilesConnector connector = reading(source("contacts.csv"));
        Page first = read(connector, Cursor.BEGINNING, 10);

        Files.writeString(file, "Lee\"\n3,Eve\n", StandardOpenOption.APPEND);
        Page second = read(connector, first.next(), 10);

        assertThat(ids(List.of(second))).containsExactly("2", "3");
        assertThat(second.records().getFirst().content()).containsEntry("name", "Bob\nLee");
    }

    @Test
    void aFolderIsReadFileByFileAndOnlyWhatIsNew() {
        file("contacts-1.csv", rows("a", 7));
        file("contacts-2.csv", rows("b", 7));
        file("accounts-1.csv", rows("x", 3));
        file(".contacts-3.csv", rows("h", 3));
        FilesConnector connector = reading(source("{object}-*.csv"));

        List<Page> pages = readAll(connector, Cursor.BEGINNING, 5);

        assertThat(ids(pages)).hasSize(14).doesNotHaveDuplicates().noneMatch(id -> id.startsWith("x"));
        file("contacts-3.csv", rows("c", 2));
        assertThat(ids(readAll(connector, pages.getLast().next(), 5))).containsExactly("c0", "c1");
    }

    @Test
    void aLinkOutOfTheFolderIsPassedOver() throws IOException {
        Path inside = Files.createDirectory(folder.resolve("in"));
        Path outside = file("contacts-secret.csv", rows("s", 1));
        Files.createSymbolicLink(inside.resolve("contacts-link.csv"), outside);
        Files.writeString(inside.resolve("contacts-1.csv"), rows("a", 1));

        assertThat(ids(readAll(reading(inside.toString()), Cursor.BEGINNING, 5)))
                .containsExactly("a0");
    }

    @Test
    void aFileWithoutTheKeyIsToldOnce() {
        file("contacts.csv", "name\nAnn\nBob\n");
        FilesConnector connector = reading(source("contacts.csv"));

        List<Page> pages = readAll(connector, Cursor.BEGINNING, 5);

        assertThat(ids(pages)).isEmpty();
        assertThat(pages.getFirst().unreadable()).hasSize(1);
        assertThat(pages.getFirst().unreadable().getFirst().reason()).contains("its setting KEY_COLUMN");
        assertThat(connector.check(List.of("contacts"), scope()).isGood()).isFalse();
    }

    @Test
    void aLargeFileIsReadInPagesWithoutMissingARow() {
        file("contacts.csv", rows("r", 20_000));

        List<Page> pages = readAll(reading(source("contacts.csv")), Cursor.BEGINNING, 1_000);

        assertThat(ids(pages)).hasSize(20_000).doesNotHaveDuplicates();
    }

    private String source(String name) {
        return folder.resolve(name).toString();
    }

    private static String rows(String prefix, int count) {
        return "id,name\n"
                + IntStream.range(0, count)
                        .mapToObj(i -> String.format(Locale.ROOT, "%s%d,\"Name\n%d\"%n", prefix, i, i))
                        .collect(Collectors.joining());
    }
}
