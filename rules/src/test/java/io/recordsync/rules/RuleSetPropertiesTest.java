package io.recordsync.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.rules.type.FieldType;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** What holds for every record, however odd. The rules under test use every type and function. */
@PropertyDefaults(tries = 200, edgeCases = EdgeCasesMode.MIXIN)
class RuleSetPropertiesTest {
    private static final List<String> FIELDS =
            List.of("name", "first_name", "last_name", "email", "phone", "type", "address", "amount", "tags");
    /** Begins many values, and is in no message by chance. */
    private static final String MARK = "q7Zx";

    private static final List<String> SYSTEMS = List.of("salesforce", "hubspot", "everything");

    private final RuleSet rules = RuleSet.parse(everyTypeAndFunction(), "test");

    @Property(seed = "20260120")
    void mappingNeverThrowsAndGivesSingleValuesOnly(@ForAll("images") RecordImage image) {
        SYSTEMS.forEach(system -> assertThat(rules.map(image, system).content().values())
                .allMatch(value -> value == null
                        || value instanceof String
                        || value instanceof Long
                        || value instanceof BigDecimal
                        || value instanceof Boolean));
    }

    @Property(seed = "20260120")
    void theSameImageGivesTheSameContentAndRoute(
            @ForAll("images") RecordImage image, @ForAll("known") Set<String> known) {
        RecordImage copy =
                new RecordImage(image.entity(), image.recordId(), new LinkedHashMap<>(image.fields()), image.deleted());

        SYSTEMS.forEach(system -> assertThat(rules.map(copy, system)).isEqualTo(rules.map(image, system)));
        assertThat(rules.route(copy, known)).isEqualTo(rules.route(image, known));
    }

    @Property(seed = "20260120")
    void aDeletedImageGoesToTheKnownSystemsAndOnlyThere(
            @ForAll("images") RecordImage image, @ForAll("known") Set<String> known) {
        RecordImage deleted = new RecordImage(image.entity(), image.recordId(), image.fields(), true);

        assertThat(rules.route(deleted, known).actions().keySet()).isEqualTo(known);
        assertThat(rules.route(deleted, known).actions().values()).allMatch(Action.DELETE::equals);
    }

    @Property(seed = "20260120")
    void aLivingImageIsNeverDeletedByRulesThatKeep(
            @ForAll("images") RecordImage image, @ForAll("known") Set<String> known) {
        RecordImage living = new RecordImage(image.entity(), image.recordId(), image.fields(), false);

        assertThat(rules.route(living, known).actions().values()).doesNotContain(Action.DELETE);
    }

    @Property(seed = "20260120")
    void noNoticeHoldsAValue(@ForAll("images") RecordImage image) {
        SYSTEMS.stream()
                .map(system -> rules.map(image, system))
                .forEach(mapping -> assertThat(Stream.concat(mapping.warnings().stream(), mapping.problems().stream()))
                        .noneMatch(notice -> notice.toString().contains(MARK)));
    }

    @Provide
    Arbitrary<RecordImage> images() {
        Arbitrary<Map<String, Object>> fields = Arbitraries.maps(
                Arbitraries.oneOf(Arbitraries.of(FIELDS), Arbitraries.strings().ofMaxLength(5)), json(3));
        return fields.map(values -> new RecordImage("contact", "A1", values, values.size() % 5 == 0));
    }

    @Provide
    Arbitrary<Set<String>> known() {
        return Arbitraries.of("salesforce", "hubspot", "everything", "former").set();
    }

    private static Arbitrary<Object> json(int depth) {
        return depth == 0
                ? scalars()
                : Arbitraries.frequencyOf(
                        Tuple.of(8, scalars()),
                        Tuple.of(1, json(depth - 1).list().ofMaxSize(4).map(list -> (Object) list)),
                        Tuple.of(
                                1,
                                Arbitraries.maps(Arbitraries.of("city", "zip", "state", "x"), json(depth - 1))
                                        .map(map -> (Object) map)));
    }

    private static Arbitrary<Object> scalars() {
        return Arbitraries.oneOf(
                Arbitraries.strings().map(text -> (Object) text),
                Arbitraries.strings().ascii().map(text -> (Object) (MARK + text)),
                Arbitraries.strings().numeric().ofMaxLength(40).map(text -> (Object) ("+" + text)),
                Arbitraries.of("lead", "customer", "a@b.example.com", "2026-01-20", "1e999999999", "", "Ada q7Zx")
                        .map(text -> (Object) text),
                Arbitraries.longs().map(number -> (Object) number),
                Arbitraries.bigDecimals().map(number -> (Object) number),
                Arbitraries.of(new BigDecimal("1E+999999999"), new BigDecimal("1E-999999999"))
                        .map(number -> (Object) number),
                Arbitraries.of(true, false).map(truth -> (Object) truth),
                Arbitraries.just((Object) false).injectNull(1.0));
    }

    private static String everyTypeAndFunction() {
        StringBuilder fields = new StringBuilder();
        for (FieldType type : FieldType.values()) {
            for (String field : FIELDS) {
                fields.append("          %s_%s: {value: record.%s, type: %s, strict: %s%s}\n"
                        .formatted(
                                type.label(),
                                field,
                                field,
                                type.label(),
                                field.length() % 2 == 0,
                                type.hasLength() ? ", maxLength: 5" : ""));
            }
        }
        return RuleSet.presetText("default") + """

              everything:
                entities:
                  contact:
                    object: all
                    fields:
                      names: firstName(record.name) + lastName(record.name)
                      case: lower(record.name) + upper(record.email) + trim(record.phone)
                      cut: substring(replace(record.name, 'a', 'bb'), 1, 4)
                      phone: phone(record.phone, 'DE')
                      digits: digits(record.amount)
                      choice: coalesce(record.address.city, record.address['zip'], record.tags[0], record.type)
                      sum: {value: record.amount + record.amount, type: decimal}
                      division: {value: record.amount / record.amount, type: decimal}
                      tags: "record.tags.exists(t, t == 'x') ? 'yes' : 'no'"
                      same: record.address == record.tags
                      equal: record.amount == record.phone || record.amount in record.tags
                      order: record.amount < record.phone
                      text: string(record.amount) + string(record.phone)
                      size: size(record.tags)
                      joined: join(record.name, record.amount, record.tags)
                      pattern: record.name.matches(record.email)
            """ + fields;
    }
}
