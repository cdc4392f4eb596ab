package io.recordsync.simulator.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueFormTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "LastName,\"  van Dam \",VAN DAM",
                "LastName,A name of more than thirty characters,A NAME OF MORE THAN THIRTY CHA",
                "Phone,+1 202 555 0199,+1 (202) 555-0199",
                "mobile_phone,+49 151 1234567,+491511234567",
                "workPhone,\"\",\"\"",
                "amount,12.50,13",
                "amount,-0.4,0",
                "email,\" Ann@Example.COM \",ann@example.com",
                "RecordsyncId__c,\" aB \",\" aB \"",
                "AccountId,001aBc,001aBc",
                "ContactType__c,lead,lead",
                "Birthdate,1999-01-31,1999-01-31",
                "active,true,true",
                "emails after the first,\"[\"\"Ab\"\"]\",\"[\"\"Ab\"\"]\""
            })
    void aNormalisingSystemKeepsItsOwnForm(String field, String given, String kept) {
        assertThat(ValueForm.NORMALISED.of(Map.of(field, given), "RecordsyncId__c", "email"))
                .isEqualTo(Map.of(field, kept));
    }

    @Test
    void anotherSystemKeepsValuesAsTheyAreGiven() {
        Map<String, String> given = Map.of("LastName", "  van Dam ", "Phone", "+1 202 555 0199", "amount", "12.50");

        assertThat(ValueForm.AS_GIVEN.of(given, "id", "email")).isEqualTo(given);
    }

    @Test
    void formsHaveNames() {
        assertThat(ValueForm.named("normalised")).isEqualTo(ValueForm.NORMALISED);
        assertThatIllegalArgumentException().isThrownBy(() -> ValueForm.named("other"));
    }
}
