package io.recordsync.simulator.salesforce;

import io.recordsync.simulator.faults.Faults;
import io.recordsync.simulator.salesforce.SalesforceSchema.Field;
import io.recordsync.simulator.salesforce.SalesforceSchema.Type;
import io.recordsync.simulator.store.Arrival;
import io.recordsync.simulator.store.CrmStore;
import io.recordsync.simulator.store.StoredObject;
import io.recordsync.simulator.vendor.EmailAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Salesforce's handling of one record: checks its fields, applies the duplicate rule, and writes it. Must be called
 * atomically.
 */
final class SalesforceRecords {

    private final CrmStore store;
    private final Faults faults;
    private volatile boolean plainCreates;

    SalesforceRecords(CrmStore store, Faults faults) {
        this.store = store;
        this.faults = faults;
    }

    /** Whether the org has the field for our record ids. */
    boolean hasExternalIds() {
        return !plainCreates;
    }

    /** The answer to a successful write. */
    record Saved(String id, boolean created) {}

    void plainCreates(boolean on) {
        plainCreates = on;
    }

    /**
     * Creates or updates by the external id.
     *
     * @param updateOnly refuses to create
     */
    Saved upsert(Type type, String field, String value, JsonNode body, boolean updateOnly, Arrival arrival) {
        requireExternalId(type, field);
        StoredObject found = byExternalId(type, value);
        if (found == null && updateOnly) {
            throw SalesforceRefusal.notFound();
        }
        return upsert(type, value, body, found, arrival);
    }

    private Saved upsert(Type type, String value, JsonNode body, @Nullable StoredObject found, Arrival arrival) {
        if (found != null) {
            return update(found, type, content(type, body), arrival);
        }
        Map<String, String> content = content(type, body);
        content.put(SalesforceSchema.EXTERNAL_ID, value);
        return create(type, content, arrival);
    }

    Saved create(Type type, JsonNode body, Arrival arrival) {
        return create(type, content(type, body), arrival);
    }

    Saved update(Type type, String id, JsonNode body, Arrival arrival) {
        return update(living(type, id), type, content(type, body), arrival);
    }

    /** @throws SalesforceRefusal {@code NOT_FOUND} or {@code ENTITY_IS_DELETED} */
    void delete(Type type, String id, Arrival arrival) {
        store.delete(living(type, id), arrival);
    }

    void deleteByExternalId(Type type, String field, String value, Arrival arrival) {
        store.delete(byExternalIdOrRefuse(type, field, value), arrival);
    }

    StoredObject byExternalIdOrRefuse(Type type, String field, String value) {
        requireExternalId(type, field);
        StoredObject found = byExternalId(type, value);
        if (found == null) {
            throw SalesforceRefusal.notFound();
        }
        return found;
    }

    /** The live object with this id, in its long or short form. */
    StoredObject living(Type type, String id) {
        return store.byId(type.name(), SalesforceSchema.longId(id)).orElseThrow(() -> gone(type, id));
    }

    /** Throws the refusal that a write of this row would meet, without writing. */
    void check(Type type, String field, String value, JsonNode body) {
        requireExternalId(type, field);
        Map<String, String> content = content(type, body);
        content.put(SalesforceSchema.EXTERNAL_ID, value);
        check(type, content, byExternalId(type, value));
    }

    private Saved create(Type type, Map<String, String> content, Arrival arrival) {
        return refusing(type, content, null, arrival, () -> {
            StoredObject created = store.create(type.name(), content, arrival);
            return new Saved(created.id(), true);
        });
    }

    private Saved update(StoredObject found, Type type, Map<String, String> content, Arrival arrival) {
        return refusing(type, content, found, arrival, () -> {
            store.update(found, content, arrival);
            return new Saved(found.id(), false);
        });
    }

    private Saved refusing(
            Type type,
            Map<String, String> content,
            @Nullable StoredObject found,
            Arrival arrival,
            Supplier<Saved> write) {
        try {
            check(type, content, found);
        } catch (SalesforceRefusal e) {
            store.refuse(type.name(), found, content, e.code(), arrival);
            throw e;
        }
        return write.get();
    }

    private void check(Type type, Map<String, String> content, @Nullable StoredObject found) {
        content.forEach((name, value) -> checkLength(type, name, value));
        checkRequired(type, content, found);
        checkEmail(content.getOrDefault(SalesforceSchema.EMAIL, ""));
        if (faults.refuses(after(content, found, SalesforceSchema.EXTERNAL_ID))) {
            throw new SalesforceRefusal(
                    400, "FIELD_CUSTOM_VALIDATION_EXCEPTION", "This record does not meet the org's validation rule.");
        }
        if (!plainCreates) {
            checkExternalIdUnique(type, content, found);
            checkDuplicateRule(type, content, found);
        }
    }

    private static void checkLength(Type type, String name, String value) {
        int maxLength = type.field(name).map(Field::maxLength).orElse(Integer.MAX_VALUE);
        if (value.length() > maxLength) {
            throw new SalesforceRefusal(
                    400, "STRING_TOO_LONG", name + ": data value too large: (max length=" + maxLength + ")", name);
        }
    }

    private static void checkRequired(Type type, Map<String, String> content, @Nullable StoredObject found) {
        if (after(content, found, type.required()).isBlank()) {
            throw new SalesforceRefusal(
                    400,
                    "REQUIRED_FIELD_MISSING",
                    "Required fields are missing: [" + type.required() + "]",
                    type.required());
        }
    }

    private static void checkEmail(String email) {
        if (!email.isEmpty() && !EmailAddress.isValid(email)) {
            throw new SalesforceRefusal(
                    400, "INVALID_EMAIL_ADDRESS", "Email: invalid email address: " + email, SalesforceSchema.EMAIL);
        }
    }

    private void checkExternalIdUnique(Type type, Map<String, String> content, @Nullable StoredObject found) {
        String value = content.getOrDefault(SalesforceSchema.EXTERNAL_ID, "");
        others(type, SalesforceSchema.EXTERNAL_ID, value, found).stream()
                .findFirst()
                .ifPresent(other -> {
                    throw new SalesforceRefusal(
                            400,
                            "DUPLICATE_VALUE",
                            "duplicate value found: RecordsyncId__c duplicates value on record with id: " + other.id());
                });
    }

    /** The duplicate rule that users of recordsync configure: no second contact with the same e-mail address. */
    private void checkDuplicateRule(Type type, Map<String, String> content, @Nullable StoredObject found) {
        String email = content.getOrDefault(SalesforceSchema.EMAIL, "");
        boolean unchanged = found != null && found.field(SalesforceSchema.EMAIL).equalsIgnoreCase(email);
        if (!unchanged && !others(type, SalesforceSchema.EMAIL, email, found).isEmpty()) {
            throw new SalesforceRefusal(400, "DUPLICATES_DETECTED", "Use one of these records?");
        }
    }

    private List<StoredObject> others(Type type, String field, String value, @Nullable StoredObject found) {
        return store.having(type.name(), field, value).stream()
                .filter(object -> found == null || !object.id().equals(found.id()))
                .toList();
    }

    private @Nullable StoredObject byExternalId(Type type, String value) {
        return store.having(type.name(), SalesforceSchema.EXTERNAL_ID, value).stream()
                .findFirst()
                .orElse(null);
    }

    private SalesforceRefusal gone(Type type, String id) {
        return store.wasDeleted(type.name(), SalesforceSchema.longId(id))
                ? new SalesforceRefusal(404, "ENTITY_IS_DELETED", "entity is deleted")
                : SalesforceRefusal.notFound();
    }

    /** An org without the external-id field answers as for any unknown field. */
    private void requireExternalId(Type type, String field) {
        boolean known = type.field(field)
                .map(Field::name)
                .filter(SalesforceSchema.EXTERNAL_ID::equals)
                .isPresent();
        if (!known || plainCreates) {
            throw SalesforceRefusal.notFound();
        }
    }

    /** The value of the field after the write. */
    private static String after(Map<String, String> content, @Nullable StoredObject found, String field) {
        return content.getOrDefault(field, found == null ? "" : found.field(field));
    }

    /** The fields of a body by their correct names; null becomes an empty text, which clears a field. */
    private static Map<String, String> content(Type type, JsonNode body) {
        if (!body.isObject()) {
            throw new SalesforceRefusal(400, "JSON_PARSER_ERROR", "The HTTP entity body must be a JSON object.");
        }
        Map<String, String> content = new LinkedHashMap<>();
        body.properties().forEach(property -> {
            if (!property.getKey().equals("attributes")) {
                content.put(fieldName(type, property.getKey()), text(property.getValue()));
            }
        });
        return content;
    }

    private static String fieldName(Type type, String name) {
        return type.field(name)
                .map(Field::name)
                .orElseThrow(() -> new SalesforceRefusal(
                        400, "INVALID_FIELD", "No such column '" + name + "' on sobject of type " + type.name()));
    }

    private static String text(JsonNode value) {
        if (value.isContainer()) {
            throw new SalesforceRefusal(
                    400, "JSON_PARSER_ERROR", "Cannot deserialize instance of string from " + value.getNodeType());
        }
        return value.isNull() ? "" : value.asString();
    }
}
