package io.recordsync.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleFileErrorsTest {
    private static final String GOOD = """
            name: mine
            routes:
              contact:
                types:
                  lead: [crm]
                otherwise: []
            systems:
              crm:
                entities:
                  contact:
                    object: Contact
                    match: Email
                    fields:
                      Email: {value: record.email, type: email}
                      Name: record.name
            """;

    @Test
    void everyProblemIsToldAtOnceWithItsPlace() {
        List<String> problems = problems("""
                name: mine
                strickt: true
                onTypeChange: keeep
                routes:
                  contact:
                    types:
                      lead: [crm, crn]
                      Lead: crm
                  account: [crm]
                systems:
                  crm:
                    entities:
                      contact:
                        match: Mail
                        fields:
                          Email: {value: recrod.email, type: e-mail, requird: true}
                          Phone: {value: record.phone, type: phone, region: us, maxLength: -1}
                          Count: {value: record.count, type: integer, maxLength: 5, strict: maybe}
                          Bad Name: record.name
                          Nothing:
                """);

        assertThat(problems)
                .containsExactly(
                        "line 2, strickt: is not known; did you mean strict?",
                        "line 3, onTypeChange: keeep is not known; did you mean keep?",
                        "line 5, routes.contact: lacks otherwise",
                        "line 7, routes.contact.types.lead: there is no system crn in this file; did you mean crm?",
                        "line 8, routes.contact.types.Lead: must be a list, and is text",
                        "line 8, routes.contact.types.Lead: is given twice; upper and lower case are not distinguished",
                        "line 9, routes.account: the system crm has no mapping of account",
                        "line 13, systems.crm.entities.contact: lacks object",
                        "line 14, systems.crm.entities.contact.match: Mail is not among the fields; did you mean"
                                + " Email?",
                        "line 16, systems.crm.entities.contact.fields.Email.requird: is not known; did you mean"
                                + " required?",
                        "line 16, systems.crm.entities.contact.fields.Email.type: e-mail is not known; did you"
                                + " mean email?",
                        "line 16, systems.crm.entities.contact.fields.Email.value: at character 1 of the expression: "
                                + "undeclared reference to 'recrod'",
                        "line 17, systems.crm.entities.contact.fields.Phone.maxLength: must be a whole number above 0",
                        "line 17, systems.crm.entities.contact.fields.Phone.region: "
                                + "must be a country code of two capital letters, such as US",
                        "line 18, systems.crm.entities.contact.fields.Count.strict: must be true or false",
                        "line 18, systems.crm.entities.contact.fields.Count.maxLength: the type integer has no"
                                + " length that could be limited",
                        "line 19, systems.crm.entities.contact.fields.Bad Name: "
                                + "a vendor's name consists of letters, digits, _, . and -, and has at most 128"
                                + " characters",
                        "line 20, systems.crm.entities.contact.fields.Nothing: "
                                + "must be an expression or a group of keys, and is nothing");
    }

    @Test
    void aDatabasesNamesAreWhatItsOwnerChose() {
        String rules = """
                name: mine
                routes: {contact: [SYSTEM]}
                systems:
                  SYSTEM:
                    entities:
                      contact:
                        object: '"crm.old"."the ""good"" ones"'
                        match: E-mail "work"
                        fields: {'E-mail "work"': record.email}
                """;

        assertThat(RuleSet.parse(rules.replace("SYSTEM", "database"), "mine").systems())
                .containsExactly("database");
        assertThat(problems(rules.replace("SYSTEM", "hubspot")))
                .anyMatch(it -> it.contains("a vendor's name consists of letters"));
        assertThat(problems(rules.replace("SYSTEM", "database").replace("crm.old", "x".repeat(130))))
                .anyMatch(it -> it.contains("a name has at most 128 characters"));
    }

    @Test
    void theMessageNamesTheFile() {
        assertThat(failure("name: mine")).hasMessageContaining("my-rules.yaml").hasMessageContaining("lacks routes");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''| the file is empty",
                "'# only a comment'| the file is empty",
                "'{'| cannot be read",
                "'a: ['| cannot be read",
                "'a: b: c'| cannot be read",
                "'- a'| must be a group of keys, and is a list",
                "'just text'| must be a group of keys, and is text"
            })
    void whatIsNoRuleFileIsToldSo(String text, String message) {
        assertThat(problems(text)).first().asString().contains(message);
    }

    @Test
    void aProblemInYamlIsToldWithItsLine() {
        assertThat(problems("name: mine\nroutes:\n  contact: [crm\nsystems: {}\n")
                        .getFirst())
                .startsWith("line 4");
    }

    @Test
    void aKeyThatIsGivenTwiceIsAProblemInYamlAndJson() {
        assertThat(problems(GOOD + "name: other\n")).contains("line 16, name: is given twice");
        assertThat(problems("{\"name\": \"a\",\n \"name\": \"b\"}")).contains("line 2, name: is given twice");
    }

    @Test
    void yamlAliasesAndSecondDocumentsAreProblems() {
        assertThat(problems("name: &a mine\nroutes: *a\n")).first().asString().contains("aliases are not supported");
        assertThat(problems(GOOD + "---\nname: other\n")).first().asString().contains("one document only");
    }

    @Test
    void aFileThatIsTooLargeOrTooDeepIsRefused() {
        assertThat(problems(lines(20_000, "k%d: x")))
                .containsExactly("line 20000, k19999: is more than the 20000 keys and items that a file may have");
        assertThat(problems("#" + "x".repeat(1 << 20))).containsExactly("line 1: the file is larger than 1 MB");
        assertThat(problems("a: " + "[".repeat(50) + "]".repeat(50)))
                .first()
                .asString()
                .contains("nested deeper");
        assertThat(problems("{\"a\": " + "[".repeat(500_000)))
                .first()
                .asString()
                .contains("nested deeper");
    }

    @Test
    void tooManySystemsOrFieldsAreRefused() {
        assertThat(problems(GOOD + lines(50, "  s%d: {entities: {}}")))
                .contains("line 7, systems: has 51 members; 50 are allowed");
        assertThat(problems(GOOD + lines(499, "          f%d: record.f")))
                .contains("line 13, systems.crm.entities.contact.fields: has 501 members; 500 are allowed");
        assertThatCode(() -> RuleSet.parse(GOOD + lines(498, "          f%d: record.f"), "test"))
                .doesNotThrowAnyException();
    }

    @Test
    void anExpressionThatIsTooLongIsRefused() {
        assertThat(problems(GOOD + "          Long: \"'" + "x".repeat(4095) + "'\"\n"))
                .containsExactly("line 16, systems.crm.entities.contact.fields.Long: the expression is longer than 4096"
                        + " characters");
    }

    @Test
    void aFloodOfProblemsIsCutShort() {
        assertThat(problems(GOOD + lines(400, "          f%d: nope")))
                .hasSize(101)
                .last()
                .isEqualTo("and more");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bad", "-x", "a b", "ä"})
    void systemsAndEntitiesHavePlainNames(String name) {
        assertThat(problems(GOOD.replace("crm", name)))
                .first()
                .asString()
                .contains("a name consists of lower-case letters");
        assertThat(problems(GOOD.replace("contact", name)))
                .first()
                .asString()
                .contains("a name consists of lower-case letters");
    }

    @Test
    void jsonAndYamlOfTheSameRulesHaveTheSameFingerprintAndLayoutMakesNoDifference() {
        String json = """
                {"name": "mine", "routes": {"contact": {"types": {"lead": ["crm"]}, "otherwise": []}},
                \t"systems": {"crm": {"entities": {"contact": {"object": "Contact", "match": "Email", "fields":
                \t{"Email": {"value": "record.email", "type": "email"}, "Name": "record.name"}}}}}}
                """;
        String fingerprint = RuleSet.parse(GOOD, "test").fingerprint();

        assertThat(RuleSet.parse(json, "test").fingerprint()).isEqualTo(fingerprint);
        assertThat(RuleSet.parse("# A comment.\n\n" + GOOD, "test").fingerprint())
                .isEqualTo(fingerprint);
        assertThat(RuleSet.parse(GOOD.replace("lead", "customer"), "test").fingerprint())
                .isNotEqualTo(fingerprint);
    }

    private static String lines(int count, String format) {
        return IntStream.range(0, count).mapToObj(format::formatted).collect(Collectors.joining("\n", "", "\n"));
    }

    private static List<String> problems(String text) {
        return failure(text).problems();
    }

    private static RuleSetException failure(String text) {
        return catchThrowableOfType(RuleSetException.class, () -> RuleSet.parse(text, "my-rules.yaml"));
    }
}
