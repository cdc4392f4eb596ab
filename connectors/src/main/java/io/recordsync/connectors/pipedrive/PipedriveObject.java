package io.recordsync.connectors.pipedrive;

import io.recordsync.connectors.ConnectorException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The objects that are synced, and the API's names for their parts. */
enum PipedriveObject {
    PERSONS(
            "persons",
            "person",
            "name",
            Map.of("name", "name", "email", "email", "phone", "phone"),
            Set.of("name", "email", "phone", "owner_id", "org_id", "label_ids", "visible_to", "marketing_status")),
    ORGANIZATIONS(
            "organizations",
            "organization",
            "name",
            Map.of("name", "name"),
            Set.of("name", "owner_id", "address", "label_ids", "visible_to")),
    DEALS(
            "deals",
            "deal",
            "title",
            Map.of("title", "title"),
            Set.of(
                    "title",
                    "value",
                    "currency",
                    "status",
                    "stage_id",
                    "pipeline_id",
                    "person_id",
                    "org_id",
                    "owner_id",
                    "probability",
                    "lost_reason",
                    "expected_close_date",
                    "label_ids",
                    "visible_to",
                    "is_archived"));

    /** Fields of a person that can be written only if the company uses Contact Sync. */
    static final Set<String> CONTACT_SYNC = Set.of("job_title", "notes", "im", "birthday", "postal_address");

    private final String path;
    private final String page;
    private final String nameField;
    private final Map<String, String> searchable;
    private final Set<String> writable;

    PipedriveObject(String path, String page, String nameField, Map<String, String> searchable, Set<String> writable) {
        this.path = path;
        this.page = page;
        this.nameField = nameField;
        this.searchable = searchable;
        this.writable = writable;
    }

    /** @throws ConnectorException permanently, when the object is not one of these */
    static PipedriveObject named(String object) {
        return Arrays.stream(values())
                .filter(known -> known.path.equals(object))
                .findFirst()
                .orElseThrow(() -> ConnectorException.refused(
                        "INVALID_NAME",
                        ("A rule for Pipedrive names an unknown object. The known objects are %s. Correct the rule,"
                                        + " then retry.")
                                .formatted(names())));
    }

    /** The name in addresses and rules. */
    String path() {
        return path;
    }

    /** The name in the addresses of the user interface. */
    String page() {
        return page;
    }

    String fieldsPath() {
        return page + "Fields";
    }

    /** The field that every record must have. */
    String nameField() {
        return nameField;
    }

    /** The fields that a search can use, with the API's names for them, without custom fields. */
    Map<String, String> searchable() {
        return searchable;
    }

    /** Whether the field is one of Pipedrive's own that can be written. */
    boolean writes(String field) {
        return writable.contains(field) || (this == PERSONS && CONTACT_SYNC.contains(field));
    }

    private static String names() {
        return Arrays.stream(values()).map(PipedriveObject::path).collect(Collectors.joining(", "));
    }
}
