package io.recordsync.worker.reading.field;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.connectors.files.FilesConnector;
import io.recordsync.connectors.files.FilesSettings;
import io.recordsync.connectors.http.VendorHttp;
import io.recordsync.rules.RuleSet;
import io.recordsync.store.reading.Run;
import io.recordsync.worker.WorkerFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people and programs do to a CSV file that is synced in both directions with Salesforce. */
class FileFieldTest {

    private static final String HEAD = "id,name,email,status,recordsync_id,zip,born,phone";

    private static final RuleSet RULES = RuleSet.parse("""
            name: test
            routes: {contact: [a, salesforce]}
            merge:
              contact: {match: [email]}
            systems:
              a:
                entities:
                  contact:
                    object: contacts
                    read: {every: 5m, deletes: follow}
                    fields:
                      name: record.name
                      email: {value: record.email, type: email}
                      status: record.status
                      zip: record.zip
                      born: {value: record.born, type: date}
                      phone: {value: record.phone, type: phone, region: US}
              salesforce:
                entities:
                  contact:
                    object: Contact
                    read: {every: 5m, deletes: follow}
                    fields:
                      LastName: {value: record.name, required: true}
                      Email: {value: record.email, type: email}
                      Status__c: record.status
                      MailingPostalCode: record.zip
                      Birthdate: {value: record.born, type: date}
                      Phone: {value: record.phone, type: phone, region: US}
            """, "test");

    @RegisterExtension
    private final WorkerFixture fixture = new WorkerFixture();

    @TempDir
    Path folder;

    private VendorHttp http = new VendorHttp(Duration.ofSeconds(3), InstantSource.system(), (call, status, took) -> {});

    @BeforeEach
    void begin() {
        http = new VendorHttp(Duration.ofSeconds(3), InstantSource.system(), (call, status, took) -> {});
    }

    @AfterEach
    void end() {
        http.close();
    }

    @Test
    void whatASpreadsheetRewritesWaitsAndAnEditBesideItGoesOn() {
        FieldPair pair = rested(60);
        long writes = pair.writes();
        Map<String, String> zips = pair.ours("zip");

        asSavedBySpreadsheet();
        Run waiting = pair.rest().orElseThrow();

        assertThat(pair.there("Status__c")).containsEntry("k1", "Closed");
        assertThat(pair.writes()).isEqualTo(writes + 1);
        assertThat(pair.ours("zip")).isEqualTo(zips);
        assertThat(pair.ours("born")).containsEntry("k7", "1990-05-07");
        assertThat(pair.conflicts()).isZero();
        assertThat(waiting.counts().held()).isEqualTo(2);
        assertThat(fixture.logs().linesWith("60 rows of a contacts show the field zip in another form, such as 99999"))
                .hasSize(1);
        assertThat(pair.read(FieldPair.A, true).status().stored())
                .as("the reader goes on")
                .isEqualTo("success");
    }

    @Test
    void oursGivesARewrittenFileItsFormsBack() {
        FieldPair pair = rested(60);
        long writes = pair.writes();
        asSavedBySpreadsheet();
        Run waiting = pair.rest().orElseThrow();

        pair.decide(waiting, false);
        pair.rest();

        assertThat(lines()).anyMatch(line -> line.contains(",k7,00007,1990-05-07,"));
        assertThat(lines().stream().skip(1)).noneMatch(line -> line.contains("/1990"));
        assertThat(pair.writes()).isEqualTo(writes + 1);
        assertThat(pair.ours("zip")).containsEntry("k7", "00007");
        assertThat(fixture.store()
                        .runs()
                        .find(waiting.id())
                        .orElseThrow()
                        .status()
                        .stored())
                .isEqualTo("success");
        assertThat(pair.rest()).isEmpty();
    }

    @Test
    void theirsTakesWhatARewrittenFileShows() {
        FieldPair pair = rested(60);
        change(line -> line.replaceAll(",k(\\d+),0+", ",k$1,"));
        Run waiting = pair.rest().orElseThrow();

        pair.decide(waiting, true);
        pair.rest();

        assertThat(pair.ours("zip")).containsEntry("k7", "7");
        assertThat(pair.there("MailingPostalCode")).containsEntry("k7", "7");
        assertThat(pair.rest()).isEmpty();
    }

    @ParameterizedTest(name = "{0} rows")
    @ValueSource(ints = {18, 40})
    void aDeletedColumnIsPausedAndFilledAgainWhenItIsThere(int rows) {
        FieldPair pair = rested(rows);
        long writes = pair.writes();
        Map<String, String> phones = pair.ours("phone");

        change(line -> line.substring(0, line.lastIndexOf(',')));
        pair.rest();
        pair.change("k1", Map.of("phone", "+15550000003"));
        pair.rest();

        assertThat(lines().getFirst()).doesNotContain("phone");
        assertThat(pair.writes()).isEqualTo(writes + 1);
        assertThat(pair.conflicts()).isZero();
        assertThat(fixture.logs().linesWith("does not have the field phone any more"))
                .isNotEmpty();

        change(line -> line.startsWith("id,") ? line + ",phone" : line.replace(",open,", ",Closed,") + ",");
        pair.rest();

        assertThat(pair.there("Phone")).containsEntry("k1", "+15550000003");
        assertThat(pair.there("Phone").values()).doesNotContainNull();
        assertThat(pair.ours("phone")).hasSameSizeAs(phones).doesNotContainValue(null);
        assertThat(lines()).noneMatch(line -> line.endsWith(","));
        assertThat(pair.there("Status__c")).containsEntry("k7", "Closed");
        assertThat(pair.writes()).isEqualTo(writes + 1 + rows);
    }

    @Test
    void blanksInManyRowsWaitAndOursWritesTheValuesAgain() {
        FieldPair pair = rested(60);
        long writes = pair.writes();
        change(line -> line.startsWith("id,") ? line : line.substring(0, line.lastIndexOf(',') + 1));
        Run waiting = pair.rest().orElseThrow();
        assertThat(pair.ours("phone")).doesNotContainValue(null);
        assertThat(pair.writes()).isEqualTo(writes);

        pair.decide(waiting, false);
        pair.rest();

        assertThat(pair.writes()).isEqualTo(writes);
        assertThat(lines()).noneMatch(line -> line.endsWith(","));
    }

    @Test
    void whatAPersonLetsPassIsCleared() {
        FieldPair pair = rested(60);
        change(line -> line.startsWith("id,") ? line : line.substring(0, line.lastIndexOf(',') + 1));
        Run waiting = pair.rest().orElseThrow();

        pair.decide(waiting, true);
        pair.rest();

        assertThat(pair.ours("phone").values()).containsOnlyNulls();
        assertThat(pair.there("Phone").values()).allMatch(phone -> phone == null || phone.isEmpty());
    }

    @Test
    void aFewBlanksAreEdits() {
        FieldPair pair = rested(60);
        change(line -> line.matches("1?\\d,.*") ? line.substring(0, line.lastIndexOf(',') + 1) : line);

        assertThat(pair.rest()).isEmpty();

        assertThat(pair.ours("phone").values().stream().filter(phone -> phone == null))
                .hasSize(19);
    }

    private FieldPair rested(int rows) {
        write(IntStream.rangeClosed(1, rows).mapToObj(FileFieldTest::line).toList(), HEAD);
        String file = folder.resolve("contacts.csv").toString();
        Clock later = Clock.offset(Clock.systemUTC(), Duration.ofHours(1));
        FilesConnector files = new FilesConnector(
                FieldPair.A, FilesSettings.of(Optional.of(file), Optional.of(file)), http, later::instant);
        FieldPair pair = new FieldPair(fixture, RULES, files);
        pair.rest();
        assertThat(pair.there("Phone")).hasSizeGreaterThanOrEqualTo(rows);
        return pair;
    }

    private static String line(int n) {
        return String.format(
                        Locale.ROOT,
                        "%d,%s,u%d@x.com,open,k%d,%05d,1990-05-%02d,+1555000%04d",
                        n,
                        n == 1 ? "Mary Smith" : "Ann Lee",
                        n,
                        n,
                        n,
                        n % 28,
                        n)
                .replace("-00", "-28");
    }

    private void asSavedBySpreadsheet() {
        List<String> rows = new ArrayList<>(lines().subList(1, lines().size()));
        rows.replaceAll(line -> {
            String[] cells = line.split(",", -1);
            cells[3] = cells[0].equals("1") ? "Closed" : cells[3];
            cells[5] = Integer.toString(Integer.parseInt(cells[5]));
            String[] date = cells[6].split("-");
            cells[6] = Integer.parseInt(date[1]) + "/" + Integer.parseInt(date[2]) + "/" + date[0];
            return String.join(",", cells);
        });
        rows.sort((one, other) -> one.split(",", -1)[1].compareTo(other.split(",", -1)[1]));
        write(rows, "\uFEFF" + HEAD);
    }

    private void change(UnaryOperator<String> line) {
        List<String> changed = lines().stream().map(line).toList();
        write(changed.subList(1, changed.size()), changed.getFirst());
    }

    private List<String> lines() {
        try {
            return Files.readAllLines(folder.resolve("contacts.csv"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(List<String> rows, String head) {
        try {
            Files.writeString(folder.resolve("contacts.csv"), head + "\n" + String.join("\n", rows) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
