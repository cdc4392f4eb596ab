package io.recordsync.rules;

import io.recordsync.rules.expression.Expression;
import io.recordsync.rules.expression.RecordFields;
import io.recordsync.rules.type.CheckedValue;
import io.recordsync.rules.type.FieldType;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How the rows of one object of a system are read back into the records of an entity. A row is a map from the vendor's
 * fields to JSON values. A read field is one from which a path of the record is computed; no other field is looked at.
 * Immutable, compiled once, thread-safe.
 */
public final class ReadingRules {
    private static final String EXPRESSION = "expression";

    private final ReadOptions options;
    private final Map<String, FieldRule> fields;
    private final Map<String, BackRule> back;
    private final Optional<Expression> id;
    private final String fingerprint;

    /** @param fields the rules of the read fields */
    ReadingRules(
            ReadOptions options,
            List<FieldRule> fields,
            List<BackRule> back,
            Optional<Expression> id,
            String fingerprint) {
        this.options = options;
        this.fields = byName(fields, FieldRule::name);
        this.back = byName(back, BackRule::path);
        this.id = id;
        this.fingerprint = fingerprint;
    }

    /** The read fields, in the order of the file. */
    public Set<String> readFields() {
        return fields.keySet();
    }

    /** The fields from which {@link #recordId} is computed. They need not be read fields. */
    public Set<String> idFields() {
        return id.map(expression -> expression.references().members()).orElse(Set.of());
    }

    /** The paths of the record that are read back. */
    public Set<String> paths() {
        return back.keySet();
    }

    /** The read fields from which a path is computed; none if the path is not read back. */
    public Set<String> feeds(String path) {
        BackRule rule = back.get(path);
        return rule == null ? Set.of() : rule.fields();
    }

    /** The paths that are computed from a field. */
    public Set<String> pathsOf(String field) {
        return back.values().stream()
                .filter(rule -> rule.fields().contains(field))
                .map(BackRule::path)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /**
     * A value that the system shows, in the normal form of the field's type, with its region and largest length. It has
     * no value, and a complaint, if the type drops it.
     *
     * @throws IllegalArgumentException if the field is not a read field
     */
    public CheckedValue normal(String field, @Nullable Object found) {
        FieldRule rule = fields.get(field);
        if (rule == null) {
            throw new IllegalArgumentException(field + " is not a read field");
        }
        return rule.normal(found);
    }

    /**
     * The values of some paths. A path is neither among the values nor unreadable if one of its fields is absent from
     * the row. It is unreadable if its expression fails, or if the type of one of its fields drops the value.
     *
     * @param found the row
     * @param paths of {@link #paths}; others are left out
     */
    public Back back(Map<String, ? extends @Nullable Object> found, Set<String> paths) {
        List<BackRule> rules = paths.stream()
                .flatMap(path -> Optional.ofNullable(back.get(path)).stream())
                .filter(rule -> found.keySet().containsAll(rule.fields()))
                .toList();
        Map<String, CheckedValue> row = new LinkedHashMap<>();
        rules.stream()
                .flatMap(rule -> rule.fields().stream())
                .forEach(field -> row.computeIfAbsent(field, name -> normal(name, found.get(name))));
        return read(rules, row);
    }

    /**
     * The record id of what is created here because of this row, as the rule {@code id} says. Empty if there is no such
     * rule, or if it has no value for this row.
     */
    public Optional<String> recordId(Map<String, ? extends @Nullable Object> found) {
        Map<String, CheckedValue> row = new LinkedHashMap<>();
        idFields().stream()
                .filter(found::containsKey)
                .forEach(field -> row.put(field, idPart(field, found.get(field))));
        return id.filter(expression -> row.keySet().containsAll(idFields()))
                .map(expression -> expression.evaluate(values(row)))
                .flatMap(computed -> Optional.ofNullable(FieldType.STRING
                        .check(computed.value(), Optional.empty())
                        .value()))
                .map(Object::toString);
    }

    /** Whether a row that is nobody's becomes a new record. True by default. */
    public boolean creates() {
        return options.creates();
    }

    /** What happens to a record when its row was deleted. */
    public Deletes deletes() {
        return options.deletes();
    }

    /** What happens where a record and its row differ when they are linked for the first time. */
    public Link link() {
        return options.link();
    }

    /** How often changes are read; every 5 minutes by default. */
    public Duration every() {
        return options.every();
    }

    /** How often all rows are read; once a day by default. */
    public Duration full() {
        return options.full();
    }

    /** How often the system's list of deletes is read. As {@link #every} by default, and every 6 hours for HubSpot. */
    public Duration deletesEvery() {
        return options.deletesEvery();
    }

    /** Whether a row is read again right before it is written. False by default. */
    public boolean guardRead() {
        return options.guardRead();
    }

    /** When deletes wait for a person. */
    public DeleteGuard deleteGuard() {
        return options.deleteGuard();
    }

    /**
     * What happens to a write when the system refuses some fields. Empty if the file does not say: an update then
     * leaves the fields out, and a create is parked.
     */
    public Optional<OnRefused> onRefused() {
        return options.onRefused();
    }

    /**
     * The SHA-256 in hex of what decides how a row is judged: the read fields, their types, the ways back, the match,
     * and whether rows become records.
     */
    public String fingerprint() {
        return fingerprint;
    }

    @Override
    public String toString() {
        return "ReadingRules[" + back.keySet() + "]";
    }

    private Back read(List<BackRule> rules, Map<String, CheckedValue> row) {
        RecordFields normal = values(row);
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        Map<String, FieldProblem> unreadable = new LinkedHashMap<>();
        for (BackRule rule : rules) {
            CheckedValue computed = rule.value(row, normal);
            dropped(rule, row)
                    .or(() -> failed(rule, computed))
                    .ifPresentOrElse(
                            problem -> unreadable.put(rule.path(), problem),
                            () -> values.put(rule.path(), computed.value()));
        }
        return new Back(values, unreadable);
    }

    /** A value with a complaint is doubtful, as a phone number of no known country, and is a value all the same. */
    private static Optional<FieldProblem> failed(BackRule rule, CheckedValue computed) {
        return computed.complaint()
                .filter(why -> computed.value() == null)
                .map(why -> new FieldProblem(rule.path(), EXPRESSION, why));
    }

    /** The first field of a rule whose type drops the value that the row shows. */
    private Optional<FieldProblem> dropped(BackRule rule, Map<String, CheckedValue> row) {
        return fields.values().stream()
                .filter(field -> rule.fields().contains(field.name()))
                .flatMap(field -> field.dropped(row.get(field.name())).stream())
                .findFirst();
    }

    private CheckedValue idPart(String field, @Nullable Object found) {
        return fields.containsKey(field) ? normal(field, found) : FieldType.STRING.check(found, Optional.empty());
    }

    private static RecordFields values(Map<String, CheckedValue> checked) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        checked.forEach((field, value) -> values.put(field, value.value()));
        return RecordFields.of(values);
    }

    private static <T> Map<String, T> byName(List<T> all, Function<T, String> name) {
        Map<String, T> byName = new LinkedHashMap<>();
        all.forEach(one -> byName.put(name.apply(one), one));
        return Collections.unmodifiableMap(byName);
    }
}
