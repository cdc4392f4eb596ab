package io.recordsync.connectors.servicenow;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.connectors.CheckReport;
import io.recordsync.connectors.CheckReport.Finding;
import io.recordsync.connectors.ObjectSchema;
import io.recordsync.connectors.RequestFixture;
import io.recordsync.connectors.http.TokenVault;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a look at an instance finds wrong, and how it describes a table. */
class ServiceNowCheckTest extends RequestFixture {

    private static final String ROW =
            "{'result':[{'sys_id':'a1','sys_updated_on':'2026-03-01 12:00:00','u_recordsync_id':''}]}";
    private static final String TABLE =
            "{'result':[{'name':'contact','super_class.name':'person','super_class.super_class.name':''}]}";
    private static final String EMPTY = "{'result':[]}";
    private static final String FORBIDDEN =
            "{'error':{'message':'User Not Authorized','detail':'x'},'status':'failure'}";

    private ServiceNowConnector connector() {
        ServiceNowSettings settings = ServiceNowSettings.of(baseUrl(), "user", "pass");
        return new ServiceNowConnector(
                ServiceNowConnector.KIND, settings, http, TokenVault.inMemory(), InstantSource.system());
    }

    private CheckReport check() {
        return connector().check(List.of("contact"), SCOPE);
    }

    private static Finding finding(CheckReport checkup, String what) {
        return checkup.findings().stream()
                .filter(finding -> finding.what().equals(what))
                .findFirst()
                .orElseThrow();
    }

    private static String column(String table, String name, String unique) {
        return ("{'name':'%s','element':'%s','column_label':'L','internal_type':'string','max_length':'40',"
                        + "'mandatory':'false','read_only':'false','unique':'%s'}")
                .formatted(table, name, unique);
    }

    @Test
    void wrongCredentialsAreSaidAndNothingElseIsLookedAt() {
        answer(401, "{'error':{'message':'User Not Authenticated','detail':'x'},'status':'failure'}");

        CheckReport checkup = check();

        assertThat(checkup.findings()).hasSize(1);
        assertThat(finding(checkup, "credentials").good()).isFalse();
        assertThat(finding(checkup, "credentials").sentence()).contains("Renew the password");
    }

    @Test
    void anAddressThatIsNoInstanceIsSaid() {
        answer(200, "<html>");

        assertThat(finding(check(), "connection").sentence()).contains("Check the base URL");
    }

    @Test
    void aTableThatMayNotBeReadIsSaid() {
        answer(403, FORBIDDEN);
        answer(403, FORBIDDEN);

        CheckReport checkup = check();

        assertThat(finding(checkup, "credentials").good()).isTrue();
        assertThat(finding(checkup, "permissions of contact").good()).isFalse();
    }

    @Test
    void aColumnThatIsMissingOrNotUniqueSaysTheStepThatMendsIt() {
        assertThat(externalId("email", "false").sentence())
                .contains("u_recordsync_id is missing")
                .contains("System Definition > Tables > contact > Columns");
        assertThat(externalId("u_recordsync_id", "false").sentence())
                .contains("not unique")
                .contains("select 'Unique'");
        assertThat(externalId("u_recordsync_id", "true").good()).isTrue();
    }

    private Finding externalId(String column, String unique) {
        answer(200, EMPTY);
        answer(200, EMPTY);
        answer(200, TABLE);
        answer(200, "{'result':[%s]}".formatted(column("contact", column, unique)));
        answer(200, EMPTY);
        return finding(check(), "external id of contact");
    }

    @Test
    void withoutTheDictionaryARecordShowsTheColumn() {
        answer(200, EMPTY);
        answer(200, ROW);
        answer(403, FORBIDDEN);
        answer(200, ROW);
        answer(403, FORBIDDEN);

        CheckReport checkup = check();

        assertThat(checkup.isGood()).isTrue();
        assertThat(finding(checkup, "external id of contact").sentence()).contains("Make sure that it is");
        assertThat(finding(checkup, "deletes of contact").sentence()).contains("cannot be read");
    }

    @Test
    void aUserInAnotherTimeZoneIsFoundOut() {
        answer(200, EMPTY);
        answer(200, ROW);
        answer(200, TABLE);
        answer(200, "{'result':[%s]}".formatted(column("contact", "u_recordsync_id", "true")));
        answer(200, EMPTY);
        answer(200, EMPTY);

        Finding zone = finding(check(), "time zone of the user");

        assertThat(zone.good()).isFalse();
        assertThat(zone.sentence()).contains("to GMT");
    }

    @Test
    void aTableHasItsOwnColumnsAndThoseThatItExtends() {
        answer(200, TABLE);
        answer(
                200,
                "{'result':[%s,%s,%s]}"
                        .formatted(
                                column("person", "email", "false"),
                                column("contact", "email", "true"),
                                column("person", "sys_id", "false")));

        ObjectSchema schema = connector().describe("contact", SCOPE);

        assertThat(schema.live()).isTrue();
        assertThat(schema.fields()).extracting(ObjectSchema.Field::name).containsExactly("email", "sys_id");
        assertThat(schema.fields().getFirst().unique()).isTrue();
        assertThat(schema.fields().getFirst().longest()).hasValue(40);
        assertThat(schema.fields().getLast().writable()).isFalse();
        request();
        assertThat(request().getUrl().queryParameter("sysparm_query"))
                .startsWith("name=contact^ORname=person^elementISNOTEMPTY");
    }

    @Test
    void aTableThatIsNotThereIsSaid() {
        answer(200, EMPTY);

        assertThat(failure(() -> connector().describe("contact", SCOPE)).code()).isEqualTo("NOT_DESCRIBED");
    }
}
