package io.recordsync.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is wrong with the keys of a rule file that say how edits come back. */
class ReadingErrorsTest {
    private static final String HEAD = """
            name: mine
            routes: {contact: [crm]}
            systems:
              crm:
                entities:
                  contact:
                    object: Contact
            """;

    @Test
    void unknownKeysAndValuesOfReadAreToldWithTheNearest() {
        assertThat(problems(HEAD + """
                        read:
                          evry: 5m
                          every: 5 minutes
                          full: 31d
                          creates: maybe
                          deletes: folow
                          link: {take: our, id: true}
                          guard: write
                          deleteGuard: {count: 0, percent: 101}
                          onRefused: leaveout
                        fields: {Email: {value: record.email, back: 'no'}}
                """))
                .containsExactly(
                        "line 9, systems.crm.entities.contact.read.evry: is not known; did you mean every?",
                        "line 10, systems.crm.entities.contact.read.every: 5 minutes is not a duration;"
                                + " write whole numbers with d, h, m or s, such as 5m, from 1s to 30d",
                        "line 11, systems.crm.entities.contact.read.full: 31d is not a duration;"
                                + " write whole numbers with d, h, m or s, such as 5m, from 1s to 30d",
                        "line 12, systems.crm.entities.contact.read.creates: must be true or false",
                        "line 13, systems.crm.entities.contact.read.deletes: folow is not known; did you mean follow?",
                        "line 14, systems.crm.entities.contact.read.link.id: is not known; did you mean ids?",
                        "line 14, systems.crm.entities.contact.read.link.take: our is not known; did you mean ours?",
                        "line 15, systems.crm.entities.contact.read.guard: write is not known; allowed are read",
                        "line 16, systems.crm.entities.contact.read.deleteGuard.percent: must be from 1 to 100",
                        "line 16, systems.crm.entities.contact.read.deleteGuard.count: must be a whole number above 0",
                        "line 17, systems.crm.entities.contact.read.onRefused: leaveout is not known;"
                                + " did you mean leaveOut?",
                        "line 18, systems.crm.entities.contact.fields.Email.back: must be true or false");
    }

    @Test
    void twoFieldsThatGiveOnePathByThemselvesAreAProblem() {
        String fields = """
                        read: {}
                        fields:
                          Email: record.email
                          Login: lower(record.email)
                          Mail: record.email
                """;

        assertThat(problems(HEAD + fields))
                .containsExactly("line 12, systems.crm.entities.contact.fields.Mail: Email and Mail both give email;"
                        + " write back: false at one of them, or email under back");
        assertThat(problems(HEAD + fields.replace("Mail: record.email", "Mail: {value: record.email, back: false}")))
                .isEmpty();
        assertThat(problems(HEAD + fields + "        back: {email: found.Mail}\n"))
                .isEmpty();
        assertThat(problems(HEAD + fields.replace("read: {}", "match: Email"))).isEmpty();
    }

    @Test
    void aBackUsesMappedFieldsAndNamesThem() {
        assertThat(problems(HEAD + """
                        read: {}
                        back:
                          email: found.Emial
                          all: "found.exists(field, field == 'x') ? found.Email : null"
                          none: "'x'"
                          .bad: found.Email
                          record: record.email
                        fields: {Email: record.email}
                """))
                .containsExactly(
                        "line 10, systems.crm.entities.contact.back.email: Emial is not among the fields;"
                                + " did you mean Email?",
                        "line 11, systems.crm.entities.contact.back.all: must name the fields that it uses,"
                                + " each as found.NAME or found['NAME']",
                        "line 12, systems.crm.entities.contact.back.none: must name the fields that it uses,"
                                + " each as found.NAME or found['NAME']",
                        "line 13, systems.crm.entities.contact.back..bad: a path consists of names of a record with"
                                + " points between them",
                        "line 14, systems.crm.entities.contact.back.record: at character 1 of the expression:"
                                + " undeclared reference to 'record'");
    }

    @Test
    void aFallbackNeedsAWayBackOrNone() {
        String fields = """
                        read: {}
                        fields:
                          Name: {value: "coalesce(record.full_name, record.name)"}
                          Email: record.email
                """;

        assertThat(problems(HEAD + fields))
                .containsExactly("line 10, systems.crm.entities.contact.fields.Name: the value of Name has a fallback,"
                        + " so it is not read back by itself; write a path that uses found.Name under back,"
                        + " or back: false here");
        assertThat(problems(HEAD + fields.replace("name)\"}", "name)\", back: false}")))
                .isEmpty();
        assertThat(problems(HEAD + fields + "        back: {name: found.Name}\n"))
                .isEmpty();
        assertThat(problems(HEAD + fields.replace("read: {}", "match: Email"))).isEmpty();
    }

    @Test
    void aReadThatReadsNothingAndABackWithoutReadAreProblems() {
        assertThat(problems(HEAD + "        read: {}\n        fields: {Name: lower(record.name)}\n"))
                .containsExactly("line 8, systems.crm.entities.contact.read: nothing is read: no field's value is a"
                        + " plain path, and there is no back");
        assertThat(problems(HEAD + """
                        back: {name: found.Name}
                        id: found.Id
                        fields: {Name: record.name}
                """))
                .containsExactly(
                        "line 8, systems.crm.entities.contact.back: has no effect without read",
                        "line 9, systems.crm.entities.contact.id: has no effect without read");
    }

    @Test
    void onePathIsNoPartOfAnother() {
        assertThat(problems(HEAD + """
                        read: {}
                        fields: {City: record.address.city, Address: record.address, Addresses: record.addresses}
                """))
                .containsExactly("line 8, systems.crm.entities.contact.read: one of the paths address.city and address"
                        + " is a part of the other");
    }

    private static List<String> problems(String text) {
        RuleSetException failure = catchThrowableOfType(RuleSetException.class, () -> RuleSet.parse(text, "test"));
        return failure == null ? List.of() : failure.problems();
    }
}
