package io.recordsync.simulator.servicenow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceNowQueryTest extends ServiceNowFixture {

    @BeforeEach
    void fill() {
        create("{'first_name':'Ann','last_name':'Lee','title':'1'}");
        clock.advance(Duration.ofSeconds(1));
        create("{'first_name':'Bob','last_name':'Lee','title':'2'}");
        clock.advance(Duration.ofSeconds(1));
        create("{'first_name':'Cid','last_name':'May'}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "first_name=ann | Ann",
                "first_name!=ann | Bob Cid",
                "last_name=Lee^title=2 | Bob",
                "first_name=Ann^ORfirst_name=Cid | Ann Cid",
                "first_name=Ann^ORfirst_name=Cid^last_name=Lee | Ann",
                "first_name=Ann^last_name=May^NQfirst_name=Bob | Bob",
                "first_nameINann,cid | Ann Cid",
                "first_nameNOT INann,cid | Bob",
                "titleISEMPTY | Cid",
                "titleISNOTEMPTY | Ann Bob",
                "first_nameSTARTSWITHb | Bob",
                "first_nameENDSWITHD | Cid",
                "first_nameLIKEi | Cid",
                "first_nameNOT LIKEi | Ann Bob",
                "title>1 | Bob",
                "sys_updated_on>2026-03-01 12:00:00 | Bob Cid",
                "sys_updated_on>=2026-03-01 12:00:01^sys_updated_on<2026-03-01 12:00:02 | Bob",
                "ORDERBYDESCfirst_name | Cid Bob Ann",
                "ORDERBYDESClast_name^ORDERBYfirst_name | Cid Ann Bob",
            })
    void aQueryFinds(String query, String names) {
        assertThat(found(query)).containsExactly(names.split(" "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "frist_name=Ann",
                "first_name~Ann",
                "first_name",
                "sys_updated_on>soon",
                "nope.x=1",
                "title=javascript:1"
            })
    void whatIsNotUnderstoodIsLeftOutSoThatAllIsFound(String query) {
        assertThat(found(query)).containsExactly("Ann", "Bob", "Cid");
    }

    @Test
    void aCaretInAValueEndsIt() {
        create("{'first_name':'a^b'}");

        assertThat(found("first_name=a^b")).isEmpty();
    }

    @Test
    void aParameterThatIsAColumnIsACondition() {
        assertThat(values(get(CONTACTS + "?last_name=May"), "first_name")).containsExactly("Cid");
    }

    private List<String> found(String query) {
        return values(query("customer_contact", query), "first_name");
    }
}
