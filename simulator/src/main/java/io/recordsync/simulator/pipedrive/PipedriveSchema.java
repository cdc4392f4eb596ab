package io.recordsync.simulator.pipedrive;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The objects and fields of the simulated company: the default ones that are used, and the custom ones that recordsync
 * needs.
 */
final class PipedriveSchema {

    /** The store's name of the custom field that users of recordsync add to their company. */
    static final String RECORD_ID = "recordsync_id";

    /** The field of deals that takes them out of all lists but that of archived deals. */
    static final String ARCHIVED = "is_archived";

    static final Set<String> CONTACT_SYNC = Set.of("job_title", "notes", "im", "birthday", "postal_address");

    private static final Type PERSONS = new Type(
            "persons",
            "person",
            "personFields",
            "name",
            List.of(
                    field("name", "Name", Kind.TEXT),
                    field("emails", "Email", Kind.ENTRIES, "email"),
                    field("phones", "Phone", Kind.ENTRIES, "phone"),
                    field("org_id", "Organization", Kind.WHOLE),
                    field("owner_id", "Owner", Kind.WHOLE),
                    field("label_ids", "Labels", Kind.LIST),
                    field("visible_to", "Visible to", Kind.WHOLE),
                    custom("persons", "recordsync id", Kind.TEXT),
                    custom("persons", "Contact type", Kind.TEXT),
                    custom("persons", "Score", Kind.NUMBER),
                    custom("persons", "Segments", Kind.LIST)));

    private static final Type ORGANIZATIONS = new Type(
            "organizations",
            "organization",
            "organizationFields",
            "name",
            List.of(
                    field("name", "Name", Kind.TEXT),
                    field("owner_id", "Owner", Kind.WHOLE),
                    field("address", "Address", Kind.ADDRESS),
                    field("label_ids", "Labels", Kind.LIST),
                    field("visible_to", "Visible to", Kind.WHOLE),
                    custom("organizations", "recordsync id", Kind.TEXT),
                    custom("organizations", "Industry", Kind.TEXT)));

    private static final Type DEALS = new Type(
            "deals",
            "deal",
            "dealFields",
            "title",
            List.of(
                    field("title", "Title", Kind.TEXT),
                    field("value", "Value", Kind.NUMBER),
                    field("currency", "Currency", Kind.TEXT),
                    field("status", "Status", Kind.TEXT),
                    field("stage_id", "Stage", Kind.WHOLE),
                    field("pipeline_id", "Pipeline", Kind.WHOLE),
                    field("person_id", "Contact person", Kind.WHOLE),
                    field("org_id", "Organization", Kind.WHOLE),
                    field("owner_id", "Owner", Kind.WHOLE),
                    field("probability", "Probability", Kind.NUMBER),
                    field("expected_close_date", "Expected close date", Kind.TEXT),
                    field("label_ids", "Labels", Kind.LIST),
                    field("visible_to", "Visible to", Kind.WHOLE),
                    field(ARCHIVED, "Archived", Kind.FLAG),
                    custom("deals", "recordsync id", Kind.TEXT),
                    custom("deals", "Source", Kind.TEXT)));

    private PipedriveSchema() {}

    /** The kind of a field's content. */
    enum Kind {
        TEXT("varchar"),
        WHOLE("int"),
        NUMBER("double"),
        FLAG("boolean"),
        /** A list of option numbers. */
        LIST("set"),
        /** A list of e-mail addresses or phone numbers. */
        ENTRIES("phone"),
        ADDRESS("address");

        private final String vendor;

        Kind(String vendor) {
            this.vendor = vendor;
        }

        String vendorName() {
            return vendor;
        }
    }

    /**
     * One field.
     *
     * @param code its name in bodies; for a custom field, a hash of 40 characters
     * @param label its name in Pipedrive's user interface
     * @param stored its name in the store
     */
    record Field(String code, String label, Kind kind, String stored, boolean custom) {

        /** The code of the field in the list of fields. */
        String listed() {
            return kind == Kind.ENTRIES ? stored : code;
        }

        String vendorType() {
            return code.equals("emails") ? "varchar" : kind.vendorName();
        }
    }

    /**
     * One type of object.
     *
     * @param name the name in paths
     * @param item the name in search results
     * @param fieldsPath the path of the list of its fields
     * @param required the field that a new object must have
     */
    record Type(String name, String item, String fieldsPath, String required, List<Field> fields) {

        Stream<Field> customFields() {
            return fields.stream().filter(Field::custom);
        }

        Optional<Field> field(String code) {
            return fields.stream()
                    .filter(field -> !field.custom() && field.code().equals(code))
                    .findFirst();
        }

        Optional<Field> customField(String code) {
            return customFields().filter(field -> field.code().equals(code)).findFirst();
        }
    }

    static Optional<Type> type(String name) {
        return all().filter(type -> type.name().equals(name)).findFirst();
    }

    static Optional<Type> typeOfFields(String path) {
        return all().filter(type -> type.fieldsPath().equals(path)).findFirst();
    }

    private static Stream<Type> all() {
        return Stream.of(PERSONS, ORGANIZATIONS, DEALS);
    }

    private static Field field(String code, String label, Kind kind) {
        return field(code, label, kind, code);
    }

    private static Field field(String code, String label, Kind kind, String stored) {
        return new Field(code, label, kind, stored, false);
    }

    private static Field custom(String type, String label, Kind kind) {
        String stored = label.toLowerCase(Locale.ROOT).replace(' ', '_');
        return new Field(hash(type + "/" + label), label, kind, stored, true);
    }

    private static String hash(String text) {
        return DigestUtils.sha1Hex(text);
    }
}
