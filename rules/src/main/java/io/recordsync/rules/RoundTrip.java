package io.recordsync.rules;

import io.recordsync.rules.expression.RecordFields;
import io.recordsync.rules.expression.References;
import io.recordsync.rules.type.CheckedValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tries with made-up values whether what is sent and shown unchanged changes nothing, and whether an edit of a field
 * comes back as itself and changes no other field.
 */
final class RoundTrip {
    /**
     * The largest amount of work, as a number of values of records. Edits beyond it are not tried. A mapping of up to
     * about 100 read fields is tried as a whole.
     */
    private static final int MAX_WORK = 500_000;

    /** The longest text that is shown in a sentence, in characters. */
    private static final int MAX_SHOWN = 40;

    /** The largest number of values of the record that are tried alone. */
    private static final int MAX_MEMBERS = 20;

    private static final int ROWS = 5;
    private static final List<String> NAMES = List.of("Mary Ann Smith", "Madonna");

    private final ReadingRules reading;
    private final List<FieldRule> fields;
    private final Map<String, String> findings = new LinkedHashMap<>();
    private int work;

    private RoundTrip(ReadingRules reading, List<FieldRule> fields) {
        this.reading = reading;
        this.fields = fields;
    }

    /** Empty if the object is not read. */
    static Optional<RoundTrip> of(ObjectMapping mapping) {
        return mapping.reading()
                .map(reading -> new RoundTrip(
                        reading,
                        mapping.rules().stream()
                                .filter(rule -> reading.readFields().contains(rule.name()))
                                .toList()));
    }

    /** What was found: at most one sentence for each field, which begins with the field. */
    List<String> findings() {
        for (Map<String, @Nullable Object> image : images()) {
            Map<String, @Nullable Object> sent = values(image, fields);
            if (work <= MAX_WORK && isDeliverable(sent)) {
                showUnchanged(image, sent);
                fields.forEach(field -> TypeSamples.of(field).forEach(sample -> edit(image, sent, field, sample)));
            }
        }
        return List.copyOf(findings.values());
    }

    private void showUnchanged(Map<String, @Nullable Object> image, Map<String, @Nullable Object> sent) {
        Map<String, @Nullable Object> after =
                values(reading.back(sent, reading.paths()).in(image), fields);
        sent.forEach((field, value) -> {
            if (!Objects.equals(value, after.get(field))) {
                report(field, shown(value) + ", shown unchanged, comes back as " + shown(after.get(field)));
            }
        });
    }

    private void edit(
            Map<String, @Nullable Object> image,
            Map<String, @Nullable Object> sent,
            FieldRule field,
            @Nullable Object sample) {
        CheckedValue shown = field.normal(sample);
        if (work > MAX_WORK || isNoEdit(field, shown, sent.get(field.name()))) {
            return;
        }
        Map<String, @Nullable Object> row = new LinkedHashMap<>(sent);
        row.put(field.name(), shown.value());
        Back back = reading.back(row, reading.pathsOf(field.name()));
        String edit = "an edit to " + shown(sample);
        back.unreadable().values().forEach(why -> report(field.name(), edit + " cannot be read: " + why));
        List<FieldRule> affected = affected(field, back.values().keySet());
        Map<String, @Nullable Object> after = values(back.in(image), affected);
        for (FieldRule other : affected) {
            String name = other.name();
            if (!Objects.equals(row.get(name), after.get(name))) {
                String way = other.equals(field) ? " comes back as " : " makes " + name + " ";
                report(field.name(), edit + way + shown(after.get(name)));
            }
        }
    }

    /** Whether the field shows what was sent, or what its type drops, or is blank although it must not be. */
    private static boolean isNoEdit(FieldRule field, CheckedValue shown, @Nullable Object sent) {
        return Objects.equals(shown.value(), sent)
                || shown.value() == null
                        && (field.required() || shown.complaint().isPresent());
    }

    /** The field, and all others whose values use one of these paths. */
    private List<FieldRule> affected(FieldRule field, Set<String> paths) {
        Set<String> roots = paths.stream().map(RecordPaths::root).collect(Collectors.toSet());
        return fields.stream()
                .filter(other -> other.equals(field)
                        || references(other).whole()
                        || references(other).members().stream().anyMatch(roots::contains))
                .toList();
    }

    /**
     * Records as they come from rows of this system, and records of which each has only one of the values that a
     * computed field can be made of, beside those that come back by themselves.
     */
    private List<Map<String, @Nullable Object>> images() {
        List<Map<String, @Nullable Object>> images = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            images.add(image(row));
        }
        Set<String> members = fields.stream()
                .filter(field -> field.path().isEmpty())
                .flatMap(field -> references(field).members().stream())
                .filter(member ->
                        fields.stream().noneMatch(field -> field.path().equals(member)))
                .collect(Collectors.toCollection(TreeSet::new));
        Map<String, @Nullable Object> others = new LinkedHashMap<>(image(0));
        others.keySet().removeAll(members);
        members.stream()
                .limit(MAX_MEMBERS)
                .forEach(member -> NAMES.forEach(name -> {
                    Map<String, @Nullable Object> one = new LinkedHashMap<>(others);
                    one.put(member, name);
                    images.add(one);
                }));
        return images;
    }

    /** The record that comes from a row with the sample of that number in each field. */
    private Map<String, @Nullable Object> image(int number) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        fields.forEach(field -> row.put(field.name(), TypeSamples.sample(field, number)));
        return reading.back(row, reading.paths()).in(Map.of());
    }

    private Map<String, @Nullable Object> values(Map<String, @Nullable Object> image, List<FieldRule> some) {
        RecordFields record = RecordFields.of(image);
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        some.forEach(field -> values.put(field.name(), field.value(record)));
        work += image.size() + some.size();
        return values;
    }

    private boolean isDeliverable(Map<String, @Nullable Object> sent) {
        return fields.stream().noneMatch(field -> field.required() && sent.get(field.name()) == null);
    }

    /** Only the first finding of each field is kept; the others are mostly of the same cause. */
    private void report(String field, String finding) {
        findings.putIfAbsent(field, field + ": " + finding);
    }

    private static String shown(@Nullable Object value) {
        return switch (value) {
            case null -> "nothing";
            case String text when text.length() > MAX_SHOWN -> "'" + text.substring(0, MAX_SHOWN) + "…'";
            case String text -> "'" + text + "'";
            default -> value.toString();
        };
    }

    private static References references(FieldRule field) {
        return field.expression().references();
    }
}
