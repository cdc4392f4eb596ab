package io.recordsync.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The presets that read back: what they send, and that it comes back as it was sent or as it was edited there. */
@PropertyDefaults(tries = 300, edgeCases = EdgeCasesMode.MIXIN)
class TwoWayPresetsTest {
    private static final List<String> KINDS =
            List.of("salesforce", "hubspot", "servicenow", "outreach", "pipedrive", "database", "files");

    private static final Map<String, RuleSet> PRESETS = presets("-two-way");
    private static final Map<String, RuleSet> ONLY = presets("-only");

    @Test
    void eachKindOfSystemThatCanBeReadHasAPreset() {
        assertThat(RuleSet.presets())
                .filteredOn(preset -> preset.endsWith("-two-way"))
                .containsExactlyElementsOf(
                        KINDS.stream().map(kind -> kind + "-two-way").toList());
        assertThat(RuleSet.presets())
                .filteredOn(preset -> preset.endsWith("-only"))
                .hasSize(KINDS.size() + 1)
                .contains("webhook-only");
    }

    @Property(seed = "20260120")
    void whatIsSentIsWhatThePresetOfOneDirectionSends(@ForAll("images") RecordImage image) {
        for (String kind : KINDS) {
            assertThat(preset(kind).map(image, kind)).isEqualTo(only(kind).map(image, kind));
            assertThat(preset(kind).route(image, Set.of())).isEqualTo(only(kind).route(image, Set.of()));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "salesforce, Email, FirstName, LastName, Phone, ContactType__c",
        "hubspot, email, firstname, lastname, phone, contact_type",
        "servicenow, email, first_name, last_name, phone, u_contact_type",
        "database, email, first_name, last_name, phone, contact_type",
        "files, email, first_name, last_name, phone, type"
    })
    void theFieldsOfAContactComeBack(String kind, String email, String first, String last, String phone, String type) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put(email, "Ada@Example.com");
        row.put(first, "Ada Augusta");
        row.put(last, "King");
        row.put(phone, "+1 650-253-0000");
        row.put(type, "lead");

        assertThat(back(kind, row))
                .containsEntry("email", "ada@example.com")
                .containsEntry("first_name", "Ada Augusta")
                .containsEntry("last_name", "King")
                .containsEntry("name", "Ada Augusta King")
                .containsEntry("phone", "+16502530000")
                .containsEntry("type", "lead")
                .hasSize(6);
        assertThat(preset(kind).merging("contact").match()).containsExactly("email");
    }

    @Test
    void aProspectOfOutreachAndAPersonOfPipedriveComeBack() {
        assertThat(back("outreach", Map.of("email", "a@b.example.com", "workPhone", "1234567", "firstName", "Ada")))
                .isEqualTo(Map.of("email", "a@b.example.com", "phone", "1234567"));
        assertThat(back("pipedrive", Map.of("name", "Ada King", "contact_type", "lead")))
                .isEqualTo(Map.of("name", "Ada King", "first_name", "Ada", "last_name", "King", "type", "lead"));
    }

    @Property(seed = "20260120")
    void whatIsShownAsItWasSentChangesNothing(@ForAll("images") RecordImage image) {
        for (String kind : KINDS) {
            Mapping sent = preset(kind).map(image, kind);
            if (!sent.refused()) {
                assertThat(mapped(kind, image, sent.content(), reading(kind).paths()))
                        .isEqualTo(sent.content());
            }
        }
    }

    @Property(seed = "20260120")
    void anEditOfAFieldComesBackAsItselfAndChangesNoOther(
            @ForAll("images") RecordImage image,
            @ForAll("names") @Nullable String name,
            @ForAll("others") Edits edits) {
        for (String kind : KINDS) {
            Mapping sent = preset(kind).map(image, kind);
            for (String field :
                    sent.refused() ? Set.<String>of() : reading(kind).readFields()) {
                Object shown = edits.of(field, name);
                Object normal = reading(kind).normal(field, shown).value();
                if (cannotBe(kind, field, normal, image)) {
                    continue;
                }
                Map<String, @Nullable Object> row = new LinkedHashMap<>(sent.content());
                row.put(field, shown);

                Map<String, @Nullable Object> after =
                        mapped(kind, image, row, reading(kind).pathsOf(field));

                row.put(field, normal);
                assertThat(after).as("%s, %s", kind, field).isEqualTo(row);
            }
        }
    }

    @Provide
    Arbitrary<RecordImage> images() {
        return Combinators.combine(
                        names(), words(), words(), Arbitraries.integers().between(0, 7), others())
                .as(TwoWayPresetsTest::image);
    }

    /** A name of one to four words, or none. */
    @Provide
    Arbitrary<String> names() {
        return words().injectNull(0.1);
    }

    @Provide
    Arbitrary<Edits> others() {
        Arbitrary<String> email = Arbitraries.of("ada@example.com", "Ada.King@Example.ORG", "o'neil+x@b.example.com")
                .injectNull(0.1);
        Arbitrary<String> phone = Arbitraries.of(
                        "+1 650-253-0000",
                        "+49 30 901820",
                        "(650) 253-0000",
                        "+1-555-123-4567",
                        "1-800-FLOWERS",
                        "+16502530000 ext. 7")
                .injectNull(0.1);
        Arbitrary<String> type =
                Arbitraries.of("lead", "Customer", "employee", "astronaut").injectNull(0.1);
        return Combinators.combine(email, phone, type).as(Edits::new);
    }

    private static Arbitrary<String> words() {
        return Arbitraries.of("Ada", "Mary", "van", "Dyke", "O'Neil-Smith", "李", "Ünal", "Jr.", "x".repeat(90))
                .list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .map(words -> String.join(" ", words));
    }

    /** @param parts which of name, first name and last name the record has, one bit for each */
    private static RecordImage image(@Nullable String name, String first, String last, int parts, Edits others) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        List<String> paths = Arrays.asList("name", "first_name", "last_name");
        List<@Nullable String> values = Arrays.asList(name, first, last);
        for (int i = 0; i < paths.size(); i++) {
            if ((parts >> i & 1) == 1) {
                fields.put(paths.get(i), values.get(i));
            }
        }
        fields.put("email", others.email());
        fields.put("phone", others.phone());
        fields.put("type", others.type());
        return new RecordImage("contact", "A1234", fields, false);
    }

    /** What the rules would send of the record after a row was read. */
    private static Map<String, @Nullable Object> mapped(
            String kind, RecordImage image, Map<String, @Nullable Object> row, Set<String> paths) {
        Back back = reading(kind).back(row, paths);
        assertThat(back.unreadable()).isEmpty();
        return preset(kind)
                .map(new RecordImage("contact", "A1234", back.in(image.fields()), false), kind)
                .content();
    }

    /**
     * Salesforce and Pipedrive show no blank where they need a value. A contact without any name is its e-mail address
     * at Pipedrive, so that an edit of the address alone would change the name too: it becomes a conflict.
     */
    private static boolean cannotBe(String kind, String field, @Nullable Object normal, RecordImage image) {
        boolean blank = normal == null && Set.of("LastName", "name").contains(field);
        boolean nameless = image.fields().entrySet().stream()
                .noneMatch(value -> value.getKey().endsWith("name") && value.getValue() != null);
        return blank || kind.equals("pipedrive") && nameless && field.equals("email");
    }

    private static Map<String, @Nullable Object> back(String kind, Map<String, ? extends @Nullable Object> row) {
        Back back = reading(kind).back(row, reading(kind).paths());
        assertThat(back.unreadable()).isEmpty();
        return back.values();
    }

    private static ReadingRules reading(String kind) {
        return preset(kind).reading(kind, "contact").orElseThrow();
    }

    private static RuleSet preset(String kind) {
        return Objects.requireNonNull(PRESETS.get(kind));
    }

    private static RuleSet only(String kind) {
        return Objects.requireNonNull(ONLY.get(kind));
    }

    private static Map<String, RuleSet> presets(String ending) {
        Map<String, RuleSet> presets = new LinkedHashMap<>();
        KINDS.forEach(kind -> presets.put(kind, RuleSet.preset(kind + ending)));
        return presets;
    }

    /** Values that people type into a system. */
    record Edits(
            @Nullable String email,
            @Nullable String phone,
            @Nullable String type) {
        /** The value for one field; the name for each field that is not one of these. */
        @Nullable String of(String field, @Nullable String name) {
            return switch (field.toLowerCase(Locale.ROOT)) {
                case "email" -> email;
                case "phone", "workphone" -> phone;
                case "type", "contact_type", "u_contact_type", "contacttype__c" -> type;
                default -> name;
            };
        }
    }
}
