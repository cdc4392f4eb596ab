package io.recordsync.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

class QueryTermsTest {

    private static final int MAX_LENGTH = 60;

    @Test
    void termsThatFitAreOneText() {
        assertThat(QueryTerms.joined(List.of("a=1", "b=2"), "^OR", MAX_LENGTH)).containsExactly("a=1^ORb=2");
    }

    @Property(tries = 200, seed = "2026")
    void noTermIsLostAndNoneChangesItsPlace(@ForAll @NotEmpty List<@NotEmpty String> terms) {
        List<String> texts = QueryTerms.joined(terms, "\n", MAX_LENGTH);

        assertThat(String.join("\n", texts)).isEqualTo(String.join("\n", terms));
    }

    @Property(tries = 200, seed = "2026")
    void aTextIsLongerThanAllowedOnlyWhereItIsASingleTerm(@ForAll List<@NotEmpty String> terms) {
        assertThat(QueryTerms.joined(terms, ",", MAX_LENGTH))
                .allSatisfy(text -> assertThat(terms.contains(text)
                                || URLEncoder.encode(text, StandardCharsets.UTF_8)
                                                .length()
                                        <= MAX_LENGTH
                                || text.isEmpty())
                        .isTrue());
    }
}
