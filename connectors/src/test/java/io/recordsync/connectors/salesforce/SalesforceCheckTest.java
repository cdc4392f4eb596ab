package io.recordsync.connectors.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.connectors.CheckReport;
import io.recordsync.connectors.CheckReport.Finding;
import java.util.List;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.Test;

/** What a look at an org finds wrong. */
class SalesforceCheckTest extends SalesforceFixture {

    private static final String FIELD =
            "{'name':'RecordsyncId__c','externalId':true,'unique':true,'caseSensitive':true,"
                    + "'createable':true,'updateable':true}";

    private Finding finding(CheckReport checkup, String what) {
        return checkup.findings().stream()
                .filter(finding -> finding.what().equals(what))
                .findFirst()
                .orElseThrow();
    }

    private CheckReport checkup(String fields) {
        return checkup(fields, "'createable':true,'updateable':true,'deletable':true,'queryable':true");
    }

    private CheckReport checkup(String fields, String may) {
        answer(200, "{'access_token':'t'}");
        server.enqueue(new MockResponse.Builder()
                .code(200)
                .addHeader("Sforce-Limit-Info", "api-usage=10018/100000")
                .body("{}")
                .build());
        answer(200, "{" + may + ",'fields':[" + fields + "]}");
        return connector().check(List.of("Contact"), SCOPE);
    }

    @Test
    void anOrgThatIsSetUpIsGoodAndItsUsageIsTold() {
        CheckReport checkup = checkup(FIELD);

        assertThat(checkup.isGood()).isTrue();
        assertThat(finding(checkup, "connection").sentence()).contains("10018 of the 100000");
        assertThat(finding(checkup, "duplicate rule of Contact").sentence()).contains("cannot be checked");
    }

    @Test
    void aFieldThatIsMissingOrWrongSaysTheStepThatMendsIt() {
        assertThat(wrong("{'name':'Email'}")).contains("is missing").contains("Object Manager > Contact");
        assertThat(wrong(FIELD.replace("'unique':true", "'unique':false"))).contains("not unique");
        assertThat(wrong(FIELD.replace("'externalId':true", "'externalId':false")))
                .contains("not an external id");
        assertThat(wrong(FIELD.replace("'caseSensitive':true", "'caseSensitive':false")))
                .contains("'a1' and 'A1'");
        assertThat(wrong(FIELD.replace("'updateable':true", "'updateable':false")))
                .contains("may not be written");
    }

    private String wrong(String field) {
        Finding finding = finding(checkup(field), "external id of Contact");
        assertThat(finding.good()).isFalse();
        return finding.sentence();
    }

    @Test
    void aMissingPermissionIsNamed() {
        CheckReport checkup = checkup(FIELD, "'createable':true,'updateable':true,'deletable':false,'queryable':true");

        assertThat(checkup.isGood()).isFalse();
        assertThat(finding(checkup, "permissions of Contact").sentence())
                .contains("not deletable")
                .contains("Permission Sets");
    }

    @Test
    void anObjectThatIsHiddenSaysSo() {
        answer(200, "{'access_token':'t'}");
        answer(200, "{}");
        answer(404, "[{'errorCode':'NOT_FOUND','message':'The requested resource does not exist'}]");

        CheckReport checkup = connector().check(List.of("Nothing__c"), SCOPE);

        assertThat(finding(checkup, "permissions of Nothing__c").good()).isFalse();
        assertThat(checkup.findings()).hasSize(3);
    }

    @Test
    void refusedCredentialsEndTheLook() {
        answer(400, "{'error':'invalid_client'}");

        CheckReport checkup = connector().check(List.of("Contact"), SCOPE);

        assertThat(checkup.findings()).hasSize(1);
        assertThat(finding(checkup, "credentials").good()).isFalse();
    }

    @Test
    void anOrgThatDoesNotAnswerIsNoConnection() {
        server.close();

        CheckReport checkup = connector().check(List.of("Contact"), SCOPE);

        assertThat(checkup.findings()).hasSize(1);
        assertThat(finding(checkup, "connection").good()).isFalse();
    }
}
