package io.recordsync.connectors.pipedrive;

import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.ErrorKind;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The fields of one object in a company. A rule names a custom field by its key of 40 characters, or by its name. In
 * the name, case is ignored, and {@code _} stands for everything that is neither a letter nor a digit.
 *
 * @param read when they were read
 */
record FieldCatalog(PipedriveObject object, List<Field> fields, Instant read) {

    private static final int MAX_KEYS = 15;

    /** Types that accept any text and can be searched. */
    private static final Set<String> TEXTS = Set.of("varchar", "varchar_auto", "text");

    /** The pattern of field names in a rule set. */
    private static final Pattern RULE_NAME = Pattern.compile("[a-z0-9_]{1,128}");

    FieldCatalog {
        fields = List.copyOf(fields);
    }

    /**
     * @param code the name in bodies; for a custom field its key
     * @param name the name in Pipedrive's user interface
     * @param type Pipedrive's name of its type
     */
    record Field(String code, String name, String type, boolean custom) {

        /** The name in the form that a rule uses. */
        String ruleName() {
            return name.strip().toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", "_");
        }
    }

    /** Whether the name identifies exactly one field. */
    boolean knows(String ruleName) {
        return object.writes(ruleName) || matching(ruleName).size() == 1;
    }

    /** @throws ConnectorException permanently, when there is no such field, or several */
    Field named(String ruleName) {
        List<Field> found = matching(ruleName);
        if (found.size() == 1) {
            return found.getFirst();
        }
        if (found.isEmpty() && object.writes(ruleName)) {
            return new Field(ruleName, ruleName, "", false);
        }
        throw ConnectorException.refused("UNKNOWN_FIELD", complaint(ruleName, found.size()));
    }

    /**
     * The name with which {@code describe} shows a field and {@link #named} finds it: its key if its own name is not
     * valid in rules or not unique.
     */
    String ruleNameOf(Field field) {
        String name = field.ruleName();
        boolean isClear = RULE_NAME.matcher(name).matches() && matching(name).equals(List.of(field));
        return field.custom() && isClear ? name : field.code();
    }

    /**
     * The field that holds our record id.
     *
     * @throws ConnectorException when the company does not have exactly one text field with that name
     */
    Field recordId(String name) {
        return recordIdIfThere(name)
                .orElseThrow(() ->
                        new ConnectorException(ErrorKind.ACCOUNT_REFUSED, "NO_RECORD_ID_FIELD", remedy(name), false));
    }

    Optional<Field> recordIdIfThere(String name) {
        List<Field> found = fields.stream()
                .filter(field -> field.custom() && field.name().strip().equalsIgnoreCase(name.strip()))
                .filter(field -> TEXTS.contains(field.type()))
                .toList();
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    /**
     * The keys of the custom fields among these, and that of the field for our record id, separated by commas.
     * Pipedrive accepts up to 15 keys: if there are more, none are named, and it returns all custom fields.
     */
    Optional<String> keys(String recordIdField, Collection<String> names) {
        Set<String> keys = new LinkedHashSet<>(List.of(recordId(recordIdField).code()));
        names.stream().map(this::named).filter(Field::custom).map(Field::code).forEach(keys::add);
        return keys.size() > MAX_KEYS ? Optional.empty() : Optional.of(String.join(",", keys));
    }

    /** The step that creates the record id field. */
    String remedy(String name) {
        return ("Pipedrive does not have exactly one text field \"%s\" on its %s. In Pipedrive, under Company"
                        + " settings > Data fields > %s, add a custom field of the type Text with exactly that"
                        + " name, or change its setting RECORD_ID_FIELD to the name of another field.")
                .formatted(name, object.path(), tab());
    }

    private String tab() {
        return switch (object) {
            case PERSONS -> "Person";
            case ORGANIZATIONS -> "Organization";
            case DEALS -> "Lead/deal";
        };
    }

    private List<Field> matching(String ruleName) {
        String folded = ruleName.toLowerCase(Locale.ROOT);
        Optional<Field> exact =
                fields.stream().filter(field -> field.code().equals(ruleName)).findFirst();
        return exact.map(List::of)
                .orElseGet(() -> object.writes(ruleName)
                        ? List.of()
                        : fields.stream()
                                .filter(field ->
                                        field.custom() && field.ruleName().equals(folded))
                                .toList());
    }

    private String complaint(String ruleName, int found) {
        return found == 0
                ? "Pipedrive has no field %s on its %s. Correct the rule or add the field, then retry."
                        .formatted(ruleName, object.path())
                : String.format(
                        Locale.ROOT,
                        "Pipedrive has %d fields %s on its %s. Name the right one by its API key in the rule, then"
                                + " retry.",
                        found,
                        ruleName,
                        object.path());
    }
}
