package io.recordsync.connectors.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.recordsync.connectors.CallDeferredException;
import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.Cursor;
import io.recordsync.connectors.Deadline;
import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Outcome.Effect;
import io.recordsync.connectors.Permits;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.Write.Operation;
import io.recordsync.connectors.files.FilesSettings.Mode;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilesWritingTest extends FilesFixture {

    @Test
    void aNewFileHasTheKeysFirst() {
        write(writing("contacts.csv", Mode.REPLACE), upsert("A1", Map.of("name", "Ann \"A\", Lee\nnext")));

        assertThat(text("contacts.csv")).isEqualTo("id,recordsync_id,name\nA1,A1,\"Ann \"\"A\"\", Lee\nnext\"\n");
    }

    @Test
    void rowsThatAreNotConcernedKeepTheirBytesAndBrokenOnesTheirPlace() {
        file("contacts.csv", "id,name\r\n\"1\",\"Bob\"\r\nbroken,too,many\r\n2,\"open\n3,Eve");

        write(writing("contacts.csv", Mode.REPLACE), known("2a", "3", Map.of("name", "Eva")));

        assertThat(text("contacts.csv"))
                .isEqualTo("id,name,recordsync_id\n\"1\",\"Bob\",\nbroken,too,many\r\n2,\"open\n3,Eva,2a\n");
    }

    @Test
    void aKeyThatIsSomebodyElsesIsNotTaken() {
        file("contacts.csv", "id,recordsync_id,name\n17,B2,Bob\n");

        assertThat(write(writing("contacts.csv", Mode.REPLACE), upsert("17", Map.of("name", "Ann")))
                        .externalId())
                .contains("recordsync:17");
        assertThat(text("contacts.csv")).endsWith("17,B2,Bob\nrecordsync:17,17,Ann\n");
    }

    @Test
    void aSecondRowOfTheSameRecordGoes() {
        file("contacts.csv", "id,recordsync_id,name\n1,A1,Ann\n2,A1,Anne\n3,B1,Bob\n");

        write(writing("contacts.csv", Mode.REPLACE), upsert("A1", Map.of("name", "Anna")));

        assertThat(text("contacts.csv")).isEqualTo("id,recordsync_id,name\n1,A1,Anna\n3,B1,Bob\n");
    }

    @Test
    void aWriteThatChangesNothingLeavesTheFileAsItWas() throws IOException {
        FilesConnector connector = writing("contacts.csv", Mode.REPLACE);
        write(connector, upsert("A1", Map.of("name", "Ann")));
        Object before = Files.readAttributes(folder.resolve("contacts.csv"), "unix:ino,lastModifiedTime");

        write(connector, upsert("A1", Map.of("name", "Ann")));
        write(connector, delete("nobody"));

        assertThat(Files.readAttributes(folder.resolve("contacts.csv"), "unix:ino,lastModifiedTime"))
                .isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16", "windows-1252"})
    void aFileIsWrittenInItsEncodingAndReadAgain(String name) {
        Charset encoding = Charset.forName(name);
        String path = folder.resolve("contacts.csv").toString();
        FilesConnector connector = connector(Optional.of(path), Mode.REPLACE, Optional.of(path), encoding);

        write(connector, upsert("A1", Map.of("name", "Zoë")));
        write(connector, upsert("A2", Map.of("name", "Bob")));

        assertThat(read(connector, Cursor.BEGINNING, 10).records())
                .extracting(found -> found.content().get("name"))
                .containsExactly("Zoë", "Bob");
    }

    @Test
    void aCharacterThatTheEncodingLacksIsRefusedAndNotReplaced() {
        FilesConnector connector = connector(
                Optional.of(folder.resolve("contacts.csv").toString()),
                Mode.REPLACE,
                Optional.empty(),
                StandardCharsets.ISO_8859_1);

        ConnectorException refused = failure(() -> write(connector, upsert("A1", Map.of("name", "陳"))));

        assertThat(refused.code()).isEqualTo("INVALID_VALUE");
        assertThat(refused).hasMessageContaining("name").hasMessageContaining("A1");
        assertThat(folder.resolve("contacts.csv")).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void manyDeliveriesAtOnceLoseNothing(Mode mode) throws Exception {
        FilesConnector one = writing("contacts.csv", mode);
        FilesConnector other = writing("contacts.csv", mode);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> writes = IntStream.range(0, 200)
                    .<Future<?>>mapToObj(i -> threads.submit(() ->
                            write(i % 2 == 0 ? one : other, upsert("R" + i, Map.of("name", "Name " + i)))))
                    .toList();
            for (Future<?> write : writes) {
                write.get();
            }
        }

        assertThat(text("contacts.csv").lines()).hasSize(201);
        assertThat(text("contacts.csv")).contains("R0,R0,").contains("R199,R199,");
    }

    @Test
    void anotherProcessThatWritesIsWaitedForWithoutCharge() throws IOException {
        FilesConnector connector = writing("contacts.csv", Mode.REPLACE);
        CallScope brief = new CallScope(Deadline.in(Duration.ofMillis(1_100)), Permits.UNLIMITED);
        try (FileGuard held = FileGuard.take(folder.resolve("contacts.csv"), "contacts", Duration.ZERO)) {
            assertThat(held).isNotNull();
            assertThat(catchThrowableOfType(
                            CallDeferredException.class,
                            () -> connector.write(upsert("A1", Map.of("name", "Ann")), brief)))
                    .isNotNull();
        }
        assertThat(write(connector, upsert("A1", Map.of("name", "Ann"))).effect())
                .isEqualTo(Effect.CREATED);
    }

    @Test
    void changesAreAddedOneLineEach() {
        FilesConnector connector = writing("contacts.csv", Mode.APPEND);

        write(connector, upsert("A1", Map.of("name", "Ann")));
        write(connector, upsert("A1", Map.of("phone", "+1")));
        assertThat(write(connector, delete("A1")).effect()).isEqualTo(Effect.DELETED);

        assertThat(text("contacts.csv")).isEqualTo("""
                        _operation,_time,id,recordsync_id,name,phone
                        upsert,%1$s,A1,A1,Ann,
                        upsert,%1$s,A1,A1,,+1
                        delete,%1$s,A1,A1,,
                        """.formatted(clock.instant()));
    }

    @Test
    void anAdditionThatACrashBrokeOffIsTakenBack() throws IOException {
        FilesConnector connector = writing("contacts.jsonl", Mode.APPEND);
        write(connector, upsert("A1", Map.of("name", "Ann")));
        String good = text("contacts.jsonl");
        try (FileGuard crashed = FileGuard.take(folder.resolve("contacts.jsonl"), "contacts", Duration.ZERO)) {
            crashed.begin(good.length());
        }
        file("contacts.jsonl", good + "{\"_operation\":\"ups");

        write(connector, upsert("A2", Map.of("name", "Bob")));

        assertThat(text("contacts.jsonl").lines()).hasSize(2);
        assertThat(text("contacts.jsonl")).startsWith(good).contains("\"A2\"");
    }

    @Test
    void whatACrashLeftOfANewFileDisturbsNobody() {
        file(".contacts.csv.new", "half a fi");

        write(writing("contacts.csv", Mode.REPLACE), upsert("A1", Map.of("name", "Ann")));

        assertThat(text("contacts.csv")).isEqualTo("id,recordsync_id,name\nA1,A1,Ann\n");
        assertThat(folder.resolve(".contacts.csv.new")).doesNotExist();
    }

    @Test
    void aFileHoldsTheRecordsOfOneObject() {
        FilesConnector connector = writing("all.csv", Mode.REPLACE);
        write(connector, upsert("A1", Map.of("name", "Ann")));

        ConnectorException refused = failure(() -> write(connector, other("accounts")));

        assertThat(refused.code()).isEqualTo("OTHER_OBJECT");
        assertThat(refused).hasMessageContaining("{object}");
        FilesConnector each = writing("of-{object}.csv", Mode.REPLACE);
        write(each, upsert("A1", Map.of("name", "Ann")));
        write(each, other("accounts"));
        assertThat(folder.resolve("of-accounts.csv")).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../out", "a/b", "..", "", "a.b", "a\0b", "/etc/passwd"})
    void aRulesObjectLeadsNowhereElse(String object) throws IOException {
        FilesConnector connector = writing("{object}.csv", Mode.REPLACE);

        assertThat(failure(() -> write(connector, other(object))).code()).isEqualTo("INVALID_NAME");
        try (Stream<Path> all = Files.list(folder)) {
            assertThat(all).isEmpty();
        }
    }

    @Test
    void aLinkIsNotWritten() throws IOException {
        Path elsewhere = file("elsewhere.csv", "id\n1\n");
        Files.createSymbolicLink(folder.resolve("contacts.csv"), elsewhere);

        assertThat(failure(() -> write(writing("contacts.csv", Mode.REPLACE), upsert("A1", Map.of())))
                        .code())
                .isEqualTo("LINK");
        assertThat(text("elsewhere.csv")).isEqualTo("id\n1\n");
    }

    @Test
    void aFolderThatIsNotThereIsTheSettingsFaultAndCanBeMended() throws IOException {
        FilesConnector connector = writing("new/contacts.csv", Mode.REPLACE);

        assertThat(failure(() -> write(connector, upsert("A1", Map.of()))).code())
                .isEqualTo("NO_FILE");
        assertThat(connector.check(List.of("contacts"), scope()).isGood()).isFalse();
        Files.createDirectory(folder.resolve("new"));
        assertThat(connector.check(List.of("contacts"), scope()).isGood()).isTrue();
        assertThat(write(connector, upsert("A1", Map.of())).effect()).isEqualTo(Effect.CREATED);
    }

    @Test
    void whatIsNotSetCannotBeDone() {
        List<Outcome> none = writing("contacts.csv", Mode.REPLACE).writeAll(List.of(), scope());

        assertThat(none).isEmpty();
        assertThat(failure(() -> write(reading(folder.toString()), upsert("A1", Map.of())))
                        .code())
                .isEqualTo("UNSUPPORTED");
    }

    private static ConnectorException failure(Executable call) {
        ConnectorException failure = catchThrowableOfType(ConnectorException.class, call::execute);
        assertThat(failure).isNotNull();
        return failure;
    }

    private static Write other(String object) {
        return new Write(Operation.UPSERT, object, "A1", Optional.empty(), Map.of("name", "x"), Optional.empty());
    }

    private static Write known(String recordId, String key, Map<String, Object> content) {
        return new Write(
                Operation.UPSERT, "contacts", recordId, Optional.of(key), Map.copyOf(content), Optional.empty());
    }
}
