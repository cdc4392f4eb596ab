package io.recordsync.rules;

import static io.recordsync.rules.Action.DELETE;
import static io.recordsync.rules.Action.UPSERT;
import static io.recordsync.rules.Images.contact;
import static io.recordsync.rules.Images.deletedContact;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RuleSetRoutingTest {
    private static final String RULES = """
            name: test
            onTypeChange: %s
            routes:
              contact:
                types:
                  lead: [crm]
                  Customer: [shop, crm]
                  vendor: [shop]
                otherwise: []
              account: [shop, crm]
            systems:
              crm:
                entities:
                  contact: {object: Contact, fields: {Id: record.id}}
                  account: {object: Account, fields: {Id: record.id}}
              shop:
                onTypeChange: %s
                entities:
                  contact: {object: buyer, fields: {id: record.id}}
                  account: {object: firm, fields: {id: record.id}}
            """;

    private final RuleSet keeping = rules("keep", "keep");

    @Test
    void aTypeGoesToItsSystemsInTheirOrder() {
        assertThat(keeping.route(contact("type", " CUSTOMER "), Set.of()).actions())
                .containsExactly(entry("shop", UPSERT), entry("crm", UPSERT));
    }

    @Test
    void anUnknownTypeGoesNowhereWhereOtherwiseIsEmpty() {
        assertThat(keeping.route(contact("type", "astronaut"), Set.of()).actions())
                .isEmpty();
        assertThat(keeping.route(contact(), Set.of()).actions()).isEmpty();
    }

    @Test
    void aTypeThatIsNoTextIsUnknown() {
        assertThat(keeping.route(contact("type", 7L), Set.of()).actions()).isEmpty();
    }

    @Test
    void anEntityWithAPlainListGoesThereWhateverItsType() {
        RecordImage account = new RecordImage("account", "1", Map.of("type", "lead"), false);

        assertThat(keeping.route(account, Set.of()).actions())
                .containsExactly(entry("shop", UPSERT), entry("crm", UPSERT));
    }

    @Test
    void anEntityWithoutARouteGoesNowhere() {
        RecordImage deal = new RecordImage("deal", "1", Map.of(), false);

        assertThat(keeping.route(deal, Set.of("crm")).actions()).isEmpty();
    }

    @Test
    void aDeleteGoesToEveryKnownSystemAndNoOther() {
        assertThat(keeping.route(deletedContact("type", "lead"), Set.of("shop")).actions())
                .containsExactly(entry("shop", DELETE));
        assertThat(keeping.route(deletedContact(), Set.of("shop", "crm", "former"))
                        .actions())
                .containsExactly(entry("crm", DELETE), entry("shop", DELETE), entry("former", DELETE));
        assertThat(keeping.route(deletedContact("type", "lead"), Set.of()).actions())
                .isEmpty();
    }

    @Test
    void aChangedTypeIsKeptUpToDateWhereItWas() {
        assertThat(keeping.route(contact("type", "lead"), Set.of("shop")).actions())
                .containsExactly(entry("crm", UPSERT), entry("shop", UPSERT));
    }

    @Test
    void aChangedTypeIsDeletedWhereTheRulesSaySo() {
        assertThat(rules("delete", "delete")
                        .route(contact("type", "lead"), Set.of("shop"))
                        .actions())
                .containsExactly(entry("crm", UPSERT), entry("shop", DELETE));
    }

    @Test
    void aChangedTypeIsLeftAloneWhereTheRulesSaySo() {
        assertThat(rules("leave", "leave")
                        .route(contact("type", "lead"), Set.of("shop"))
                        .actions())
                .containsExactly(entry("crm", UPSERT));
    }

    @Test
    void aSystemsOwnAnswerToAChangedTypeWins() {
        RuleSet rules = rules("leave", "delete");

        assertThat(rules.route(contact("type", "none"), Set.of("crm", "shop")).actions())
                .containsExactly(entry("shop", DELETE));
    }

    @Test
    void aKnownSystemThatTheRulesNoLongerNameIsLeftAloneUntilADelete() {
        assertThat(keeping.route(contact("type", "lead"), Set.of("former")).actions())
                .containsOnlyKeys("crm");
    }

    private static RuleSet rules(String onTypeChange, String atShop) {
        return RuleSet.parse(RULES.formatted(onTypeChange, atShop), "test");
    }
}
