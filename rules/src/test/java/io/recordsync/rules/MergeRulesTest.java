package io.recordsync.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.recordsync.rules.WinRule.Decision;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MergeRulesTest {
    private static final String SYSTEMS = """
            name: mine
            routes: {contact: [crm, mail]}
            systems:
              crm:
                entities:
                  contact:
                    object: Contact
                    match: Email
                    read: {}
                    fields: {Email: record.email, Phone: record.phone, Status: record.status}
              mail:
                entities:
                  contact: {object: person, match: address, fields: {address: record.email}}
            """;

    @Test
    void eachPathHasItsRuleAndAllOthersTheGeneralOne() {
        MergeRules merging = merging("""
                match: [email, phone]
                wins: filled
                fields: {phone: crm, status: ask}
                """);

        assertThat(merging.match()).containsExactly("email", "phone");
        assertThat(merging.wins("email")).isEqualTo(new WinRule.Filled());
        assertThat(merging.wins("phone")).isEqualTo(new WinRule.Owner("crm"));
        assertThat(merging.wins("status")).isEqualTo(new WinRule.Ask());
    }

    @Test
    void withoutMergeTheNewestWinsAndRecordsAreMatchedAsTheMappingsSay() {
        MergeRules merging = RuleSet.parse(SYSTEMS, "test").merging("contact");

        assertThat(merging.match()).containsExactly("email");
        assertThat(merging.wins("email")).isEqualTo(new WinRule.Newest());
        assertThat(RuleSet.parse(SYSTEMS, "test").merging("account").match()).isEmpty();
    }

    @Test
    void anExpressionDecidesAndAsksIfItFailsOrSaysSomethingElse() {
        WinRule rule = merging("{wins: \"record.vip ? 'theirs' : ours < theirs ? 'ours' : 'whoever'\"}")
                .wins("email");

        assertThat(rule).isInstanceOfSatisfying(WinRule.Judged.class, judged -> {
            assertThat(judged.decide(null, null, Map.of("vip", true))).isEqualTo(Decision.THEIRS);
            assertThat(judged.decide(1L, 2L, Map.of("vip", false))).isEqualTo(Decision.OURS);
            assertThat(judged.decide(2L, 1L, Map.of("vip", false))).isEqualTo(Decision.ASK);
            assertThat(judged.decide(null, "x", Map.of("vip", false))).isEqualTo(Decision.ASK);
            assertThat(judged.decide("a", "b", new HashMap<String, @Nullable Object>()))
                    .isEqualTo(Decision.ASK);
        });
    }

    @Test
    void whatIsWrongIsToldWithItsPlace() {
        assertThat(problems("""
                merge:
                  contact:
                    match: [emial, phone]
                    wins: newset
                    fields: {phone: mail, status: crn, nothing: ask, email: ours +}
                  contacts: {}
                """))
                .satisfiesExactly(
                        problem -> assertThat(problem)
                                .isEqualTo("line 16, merge.contact.match: emial is not read back from any system;"
                                        + " did you mean email?"),
                        problem -> assertThat(problem)
                                .isEqualTo("line 16, merge.contact.match: crm is matched by Email, which shows email;"
                                        + " both must name the same path"),
                        problem -> assertThat(problem)
                                .isEqualTo("line 16, merge.contact.match: mail is matched by address, which shows"
                                        + " email; both must name the same path"),
                        problem -> assertThat(problem)
                                .isEqualTo("line 17, merge.contact.wins: newset is not known; did you mean newest?"),
                        problem -> assertThat(problem)
                                .isEqualTo("line 18, merge.contact.fields.phone: mail cannot own it, because it does"
                                        + " not read contact"),
                        problem -> assertThat(problem)
                                .startsWith(
                                        "line 18, merge.contact.fields.status: crn is not known; did you mean crm?"),
                        problem -> assertThat(problem)
                                .startsWith("line 18, merge.contact.fields.nothing: nothing is not read back from any"
                                        + " system"),
                        problem -> assertThat(problem).startsWith("line 18, merge.contact.fields.email: at character "),
                        problem -> assertThat(problem)
                                .isEqualTo("line 19, merge.contacts: is not known; did you mean contact?"));
    }

    @Test
    void twoRuleSetsTogetherMergeAnEntityInOneWay() {
        RuleSet salesforce = RuleSet.preset("salesforce-two-way");
        RuleSet both = salesforce.and(RuleSet.preset("hubspot-two-way"));

        assertThat(both.merging("contact")).isEqualTo(salesforce.merging("contact"));
        assertThat(both.reading("salesforce", "contact")).isPresent();
        assertThat(both.reading("hubspot", "contact")).isPresent();
        assertThat(salesforce.and(RuleSet.preset("hubspot-only")).merging("contact"))
                .isEqualTo(salesforce.merging("contact"));
        RuleSet asking = RuleSet.parse(SYSTEMS + "merge: {contact: {wins: ask}}", "test");
        assertThatThrownBy(() -> salesforce.and(asking))
                .isInstanceOf(RuleSetException.class)
                .hasMessageContaining("they merge contact in different ways");
    }

    private static MergeRules merging(String rules) {
        return RuleSet.parse(SYSTEMS + "merge:\n  contact:\n" + rules.indent(4), "test")
                .merging("contact");
    }

    private static List<String> problems(String merge) {
        return catchThrowableOfType(RuleSetException.class, () -> RuleSet.parse(SYSTEMS + merge, "test"))
                .problems();
    }
}
