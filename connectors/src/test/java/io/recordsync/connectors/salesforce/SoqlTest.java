package io.recordsync.connectors.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class SoqlTest {

    private static final String STRING = "'(?:[^'\\\\]|\\\\.)*'";

    @Test
    void reservedCharactersAreEscaped() {
        assertThat(Soql.whereEqual("Contact", "X__c", "Email", "a'b\\c\"d\ne", 2))
                .isEqualTo("SELECT Id, X__c FROM Contact WHERE Email = 'a\\'b\\\\c\\\"d\\ne' LIMIT 2");
    }

    @Property(tries = 500, seed = "2026")
    void aValueStaysOneString(@ForAll String value) {
        String query = Soql.whereEqual("Contact", "X__c", "Email", value, 2);

        assertThat(query).matches("(?s)SELECT Id, X__c FROM Contact WHERE Email = " + STRING + " LIMIT 2");
    }

    @Property(tries = 50, seed = "2026")
    void listsAreCutToWhatAnAddressHoldsAndLoseNothing(
            @ForAll @NotEmpty @Size(max = 300) List<@StringLength(max = 255) String> values) {
        List<String> queries = Soql.whereIn("Contact", List.of("Id"), "X__c", values);

        assertThat(queries)
                .allSatisfy(query -> assertThat(
                                URLEncoder.encode(query, StandardCharsets.UTF_8).length())
                        .isLessThan(14_000));
        assertThat(queries.stream().mapToLong(SoqlTest::strings).sum()).isEqualTo(values.size());
    }

    @Test
    void aNameIsAnApiNameAndNothingElse() {
        assertThat(List.of("Email", "RecordsyncId__c", "a")).allMatch(Soql::isName);
        assertThat(List.of("", "Email = ''", "1a", "a-b", "a.b", "é", "a".repeat(81)))
                .noneMatch(Soql::isName);
    }

    private static long strings(String query) {
        return Pattern.compile("(?s)" + STRING).matcher(query).results().count();
    }
}
