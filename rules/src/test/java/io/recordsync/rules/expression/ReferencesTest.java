package io.recordsync.rules.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferencesTest {
    private final ExpressionCompiler compiler = new ExpressionCompiler("found");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "found.Email | Email | Email | false",
                "found['Cell Phone'] | Cell Phone | Cell Phone | false",
                "found.address['city'].name | address,city,name | address | false",
                "found.tags[0] | `` | tags | false",
                "has(found.Email) | `` | Email | false",
                "lower(found.Email) | `` | Email | false",
                "found.tags.exists(t, t == found.Email) ? found.A : 'x' | `` | tags,Email,A | false",
                "'x' | `` | `` | false",
                "found | `` | `` | true",
                "found[found.key] | `` | key | true",
                "found.exists(name, name == 'x') | `` | `` | true",
                "{'a': 'b'}[found.key] | `` | key | false"
            })
    void namesTheMembersOfTheVariableAndAPathIfThereIsNothingElse(
            String source, String path, String members, boolean whole) throws ExpressionException {
        References references = compiler.compile(source).references();

        assertThat(references.path()).isEqualTo(list(path));
        assertThat(references.members()).containsExactlyInAnyOrderElementsOf(list(members));
        assertThat(references.whole()).isEqualTo(whole);
    }

    @Test
    void namesTheFunctionsWhereverTheyAreCalled() throws ExpressionException {
        assertThat(compiler.compile("found.a == null ? lower(coalesce(found.b, 'x')) : ''")
                        .references()
                        .functions())
                .contains("lower", "coalesce");
    }

    private static List<String> list(String names) {
        return names.isEmpty() ? List.of() : Arrays.asList(names.split(","));
    }
}
