package io.recordsync.rules;

import static io.recordsync.rules.Images.contact;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;

class UnionTest {

    private static final RuleSet SALESFORCE = RuleSet.preset("salesforce-only");
    private static final RuleSet HUBSPOT = RuleSet.preset("hubspot-only");

    @Test
    void aRecordGoesWhereverOneOfThemSendsIt() {
        RuleSet both = SALESFORCE.and(HUBSPOT);

        assertThat(both.systems()).containsExactly("salesforce", "hubspot");
        assertThat(both.route(contact("type", "lead"), Set.of()).actions()).containsOnlyKeys("salesforce", "hubspot");
        assertThat(both.map(contact("name", "Ann Lee"), "hubspot").object()).isEqualTo("contacts");
        assertThat(both.name()).isEqualTo("salesforce-only,hubspot-only");
        assertThat(both.fingerprint()).isNotEqualTo(HUBSPOT.and(SALESFORCE).fingerprint());
    }

    @Test
    void aTypeThatOnlyOneOfThemNamesGoesByTheOthersOtherwiseToo() {
        RuleSet typed = RuleSet.parse("""
                name: typed
                routes: {contact: {types: {lead: [salesforce]}, otherwise: []}}
                systems: {salesforce: {entities: {contact: {object: Contact, fields: {LastName: record.name}}}}}
                """, "typed");

        RuleSet both = typed.and(HUBSPOT);

        assertThat(both.route(contact("type", "lead"), Set.of()).actions()).containsOnlyKeys("salesforce", "hubspot");
        assertThat(both.route(contact("type", "vendor"), Set.of()).actions()).containsOnlyKeys("hubspot");
    }

    @Test
    void twoRuleSetsForOneSystemAreRefused() {
        assertThatThrownBy(() -> HUBSPOT.and(RuleSet.preset("default")))
                .isInstanceOf(RuleSetException.class)
                .hasMessageContaining("both have rules for the system hubspot");
    }

    @Test
    void theObjectsOfASystemAreByEntity() {
        assertThat(HUBSPOT.objects("hubspot"))
                .containsEntry("contact", "contacts")
                .hasSize(1);
        assertThat(HUBSPOT.objects("salesforce")).isEmpty();
    }
}
