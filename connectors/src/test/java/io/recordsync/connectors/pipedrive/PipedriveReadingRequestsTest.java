package io.recordsync.connectors.pipedrive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.recordsync.connectors.CheckReport;
import io.recordsync.connectors.CheckReport.Finding;
import io.recordsync.connectors.Cursor;
import io.recordsync.connectors.ErrorKind;
import io.recordsync.connectors.ObjectSchema;
import io.recordsync.connectors.Page;
import io.recordsync.connectors.Read;
import io.recordsync.connectors.ReadRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PipedriveReadingRequestsTest extends PipedriveFixture {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void aTimeIsAskedForInWholeSeconds() {
        answersFields();
        answersList();

        connector().read(changes(Cursor.since(NOON.plusMillis(700))), SCOPE);

        RecordedRequest request = requests().getFirst();
        assertThat(request.getUrl().queryParameter("updated_since")).isEqualTo("2026-03-01T12:00:00Z");
        assertThat(request.getUrl().queryParameter("sort_by")).isEqualTo("update_time");
        assertThat(request.getUrl().queryParameter("custom_fields")).isEqualTo(KEY + "," + TYPE_KEY);
    }

    @Test
    void theLastPageLeadsALittleBackButNotBeforeWhatWasAskedFor() {
        answersFields();
        answersList(person(1, "A1", "a@example.com"));
        answersList(person(1, "A1", "a@example.com"));
        PipedriveConnector connector = connector();

        Page early = connector.read(changes(Cursor.since(NOON.minusSeconds(3600))), SCOPE);
        Page late = connector.read(changes(Cursor.since(NOON.minusSeconds(3))), SCOPE);

        assertThat(early.last()).isTrue();
        assertThat(early.next()).isEqualTo(Cursor.since(NOON.minusSeconds(10)));
        assertThat(late.next()).isEqualTo(Cursor.since(NOON.minusSeconds(3)));
    }

    @Test
    void aReadOfManyPagesLeadsBackToWhatWasNewestAtItsFirst() {
        answersFields();
        answersPage("next1", person(1, "A1", "a@example.com"));
        answersList(at(9, "2026-03-01T14:00:00Z"));
        answersPage("next2", at(2, "2026-03-01T14:00:05Z"));
        answersList(at(3, "2026-03-01T15:00:00Z"));
        PipedriveConnector connector = connector();

        Page first = connector.read(changes(Cursor.BEGINNING), SCOPE);
        Page second = connector.read(changes(first.next()), SCOPE);
        Page third = connector.read(changes(second.next()), SCOPE);

        assertThat(List.of(first.last(), second.last(), third.last())).containsExactly(false, false, true);
        assertThat(third.next()).isEqualTo(Cursor.since(Instant.parse("2026-03-01T13:54:50Z")));
        List<RecordedRequest> requests = requests();
        assertThat(requests.get(1).getUrl().queryParameter("sort_direction")).isEqualTo("desc");
        assertThat(requests.get(2).getUrl().queryParameter("cursor")).isEqualTo("next1");
        assertThat(requests.get(3).getUrl().queryParameter("cursor")).isEqualTo("next2");
    }

    @Test
    void aCursorThatPipedriveNoLongerTakesIsLeftForTheLastSecondThatWasRead() {
        answersFields();
        answer(400, "{'success':false,'error':'cursor','code':'ERR_SCHEMA_VALIDATION_FAILED'}");
        answersList(person(1, "A1", "a@example.com"));

        Page page = connector().read(changes(new Cursor("run|-1|1772366400|1772360000|old")), SCOPE);

        assertThat(page.records()).hasSize(1);
        RecordedRequest again = requests().getLast();
        assertThat(again.getUrl().queryParameter("cursor")).isNull();
        assertThat(again.getUrl().queryParameter("updated_since")).isEqualTo("2026-03-01T12:00:00Z");
        assertThat(page.next()).isEqualTo(Cursor.since(Instant.ofEpochSecond(1772366400)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"run|1|2|3|", "run|1|2|3|a b", "run|x|2|3|a", "run|-2|2|3|a", "run|1|2|3|a&limit=1", "run|1|2|a"
            })
    void aCursorThatIsNoneIsRefused(String text) {
        assertThatThrownBy(() -> connector().read(changes(new Cursor(text)), SCOPE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining(text);
    }

    @Test
    void aNextCursorThatCouldNotBeKeptIsNoAnswer() {
        answersFields();
        answersPage("a b", person(1, "A1", "a@example.com"));

        assertThat(failure(() -> connector().read(changes(Cursor.BEGINNING), SCOPE))
                        .kind())
                .isNotEqualTo(ErrorKind.ACCOUNT_REFUSED);
    }

    @Test
    void aPersonIsReadWithItsPrimaryAddressAndItsCustomFieldsByTheirNames() {
        answersFields();
        answersList(person(1, "A1", "a@example.com", "b@example.com")
                .replace("'custom_fields':{", "'custom_fields':{'%s':'lead',".formatted(TYPE_KEY)));

        ReadRecord found =
                connector().read(changes(Cursor.BEGINNING), SCOPE).records().getFirst();

        assertThat(found.recordId()).contains("A1");
        assertThat(found.modified()).contains(NOON);
        assertThat(found.content()).containsEntry("email", "a@example.com").containsEntry("contact_type", "lead");
    }

    @Test
    void deletedDealsCanBeReadButNoDeletedPersons() {
        answerFields(field("title", "Title", "varchar", false), field(KEY, "recordsync id", "varchar", true));
        answersList(person(4, "D1"));
        PipedriveConnector connector = connector();

        Page deals = connector.read(new Read(Read.Feed.DELETES, "deals", List.of(), Cursor.since(NOON), 10), SCOPE);

        assertThat(deals.records()).containsExactly(ReadRecord.deleted("4", Optional.of("D1"), Optional.of(NOON)));
        assertThat(requests().getFirst().getUrl().queryParameter("status")).isEqualTo("deleted");
        assertThat(failure(() ->
                        connector.read(new Read(Read.Feed.DELETES, "persons", List.of(), Cursor.BEGINNING, 10), SCOPE)))
                .hasMessageContaining("persons");
    }

    @Test
    void theFieldsAreDescribedAsRulesNameThem() {
        answersFields();

        ObjectSchema schema = connector().describe("persons", SCOPE);

        assertThat(schema.live()).isTrue();
        assertThat(schema.fields())
                .extracting(ObjectSchema.Field::name, ObjectSchema.Field::required, ObjectSchema.Field::writable)
                .contains(
                        tuple("name", true, true),
                        tuple("open_deals_count", false, false),
                        tuple("contact_type", false, true));
    }

    @Test
    void aCustomFieldWhoseNameIsNotClearIsDescribedByItsKey() {
        answerFields(
                field("name", "Name", "varchar", false),
                field(KEY, "recordsync id", "varchar", true),
                field(TYPE_KEY, "Name", "varchar", true),
                field(SCORE_KEY, "Größe", "double", true),
                field(SEGMENTS_KEY, "Owner ID", "varchar", true));

        assertThat(connector().describe("persons", SCOPE).fields())
                .extracting(ObjectSchema.Field::name)
                .containsExactly("name", "recordsync_id", TYPE_KEY, SCORE_KEY, SEGMENTS_KEY);
    }

    @Test
    void aCheckSaysHowToMakeTheFieldThatIsMissing() {
        answerFields(field("name", "Name", "varchar", false));
        answersList();

        CheckReport checkup = connector().check(List.of("persons"), SCOPE);

        assertThat(checkup.findings())
                .extracting(Finding::what, Finding::good)
                .containsExactly(
                        tuple("connection", true),
                        tuple("credentials", true),
                        tuple("permissions", true),
                        tuple("external id of persons", false));
        assertThat(checkup.findings().getLast().sentence()).contains("Data fields > Person", "type Text");
    }

    @Test
    void aCheckTellsARefusedTokenFromAMissingPermissionAndFromSilence() {
        answer(401, "{'success':false,'error':'unauthorized access','errorCode':401}");
        answer(403, "{'success':false,'error':'no'}");
        answer(502, "<html>");
        PipedriveConnector connector = connector();

        for (String what : List.of("credentials", "permissions", "connection")) {
            CheckReport checkup = connector.check(List.of("persons", "deals"), SCOPE);
            assertThat(checkup.findings()).singleElement().satisfies(finding -> {
                assertThat(finding.what()).isEqualTo(what);
                assertThat(finding.good()).isFalse();
            });
        }
    }

    private static String at(int id, String time) {
        return person(id, "X" + id, "x@example.com").replace("2026-03-01T12:00:00Z", time);
    }

    private static Read changes(Cursor from) {
        return new Read(Read.Feed.CHANGES, "persons", List.of("name", "email", "contact_type"), from, 100);
    }
}
