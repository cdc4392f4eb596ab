package io.recordsync.simulator.hubspot;

import io.recordsync.simulator.faults.Faults;
import io.recordsync.simulator.hubspot.HubSpotSchema.Type;
import io.recordsync.simulator.store.Arrival;
import io.recordsync.simulator.store.CrmStore;
import io.recordsync.simulator.store.StoredObject;
import io.recordsync.simulator.vendor.EmailAddress;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * HubSpot's handling of one object: checks its properties, enforces unique values, and writes it. Must be called
 * atomically.
 */
final class HubSpotRecords {

    private final CrmStore store;
    private final Faults faults;
    private volatile boolean plainCreates;

    HubSpotRecords(CrmStore store, Faults faults) {
        this.store = store;
        this.faults = faults;
    }

    void plainCreates(boolean on) {
        plainCreates = on;
    }

    boolean hasUniqueProperties() {
        return !plainCreates;
    }

    /** A prepared write; nothing is written before {@link #apply}. */
    record Change(Type type, @Nullable StoredObject object, Map<String, String> properties) {

        boolean creates() {
            return object == null;
        }
    }

    Change toCreate(Type type, JsonNode properties) {
        return new Change(type, null, properties(type, properties));
    }

    /** @throws HubSpotRefusal 404 when there is no such object */
    Change toUpdate(Type type, String id, String idProperty, JsonNode properties) {
        return new Change(type, find(type, id, idProperty), properties(type, properties));
    }

    Change toUpsert(Type type, String id, String idProperty, JsonNode properties) {
        requireUnique(type, idProperty);
        if (plainCreates) {
            throw nonUnique(type, idProperty);
        }
        Map<String, String> written = properties(type, properties);
        written.put(idProperty, idProperty.equals(HubSpotSchema.EMAIL) ? id.toLowerCase(Locale.ROOT) : id);
        return new Change(type, lookUp(type, id, idProperty).orElse(null), written);
    }

    /**
     * Checks the change against the stored objects, and adds a refusal to the journal.
     *
     * @throws HubSpotRefusal when the change cannot be made
     */
    void check(Change change, Arrival arrival) {
        try {
            checkEmail(change);
            checkRefused(change);
            if (!plainCreates) {
                checkUnique(change);
            }
        } catch (HubSpotRefusal e) {
            store.refuse(change.type().name(), change.object(), change.properties(), e.reason(), arrival);
            throw e;
        }
    }

    StoredObject apply(Change change, Arrival arrival) {
        check(change, arrival);
        StoredObject object = change.object();
        return object == null
                ? store.create(change.type().name(), change.properties(), arrival)
                : store.update(object, change.properties(), arrival);
    }

    /** Archives the object; if there is none, nothing happens and no error is returned. */
    void archive(Type type, String id, Arrival arrival) {
        store.byId(type.name(), id).ifPresent(object -> store.delete(object, arrival));
    }

    /** @throws HubSpotRefusal 404 when there is no such object */
    StoredObject find(Type type, String id, String idProperty) {
        return lookUp(type, id, idProperty).orElseThrow(() -> HubSpotRefusal.notFound(id));
    }

    Optional<StoredObject> lookUp(Type type, String id, String idProperty) {
        if (idProperty.isEmpty() || idProperty.equals(HubSpotSchema.OBJECT_ID)) {
            return store.byId(type.name(), living(type, id));
        }
        requireUnique(type, idProperty);
        return store.having(type.name(), idProperty, id).stream().findFirst();
    }

    /** The ids of merged objects lead to the object that is left. */
    private String living(Type type, String id) {
        return store.mergedInto(type.name(), id).map(into -> living(type, into)).orElse(id);
    }

    private static void requireUnique(Type type, String idProperty) {
        if (!type.unique().contains(idProperty)) {
            throw nonUnique(type, idProperty);
        }
    }

    private static HubSpotRefusal nonUnique(Type type, String idProperty) {
        return HubSpotRefusal.badRequest(
                "Unable to perform update/upsert by non-unique " + type.name() + " property " + idProperty);
    }

    private static void checkEmail(Change change) {
        String email = change.properties().getOrDefault(HubSpotSchema.EMAIL, "");
        if (!email.isEmpty() && !EmailAddress.isValid(email)) {
            throw HubSpotRefusal.property(
                    HubSpotSchema.EMAIL, "INVALID_EMAIL", "Email address " + email + " is invalid");
        }
    }

    private void checkRefused(Change change) {
        StoredObject object = change.object();
        String before = object == null ? "" : object.field(HubSpotSchema.RECORD_ID);
        if (faults.refuses(change.properties().getOrDefault(HubSpotSchema.RECORD_ID, before))) {
            throw HubSpotRefusal.property(
                    "contact_type", "INVALID_OPTION", "This record does not meet the account's validation rule.");
        }
    }

    private void checkUnique(Change change) {
        other(change, HubSpotSchema.RECORD_ID).ifPresent(other -> {
            throw HubSpotRefusal.property(
                    HubSpotSchema.RECORD_ID, "CONFLICTING_UNIQUE_VALUE", other.id() + " already has that value.");
        });
        if (change.type().unique().contains(HubSpotSchema.EMAIL)) {
            other(change, HubSpotSchema.EMAIL).ifPresent(other -> {
                throw HubSpotRefusal.conflict(other.id());
            });
        }
    }

    /** Another object that already has the value of this change. */
    private Optional<StoredObject> other(Change change, String property) {
        StoredObject self = change.object();
        return store.having(change.type().name(), property, change.properties().getOrDefault(property, "")).stream()
                .filter(object -> self == null || !object.id().equals(self.id()))
                .findFirst();
    }

    /**
     * The properties of a body as text. Numbers and booleans are converted; null or an empty text clears a property.
     */
    private static Map<String, String> properties(Type type, JsonNode properties) {
        if (!properties.isObject()) {
            throw HubSpotRefusal.badRequest("Invalid input JSON: properties must be an object");
        }
        Map<String, String> written = new LinkedHashMap<>();
        properties
                .properties()
                .forEach(property ->
                        written.put(property.getKey(), value(type, property.getKey(), property.getValue())));
        return written;
    }

    private static String value(Type type, String name, JsonNode value) {
        if (type.readOnly().contains(name)) {
            throw HubSpotRefusal.property(
                    name, "READ_ONLY_VALUE", "\"" + name + "\" is a calculated property; its value cannot be set.");
        }
        if (!type.knows(name)) {
            throw HubSpotRefusal.property(name, "PROPERTY_DOESNT_EXIST", "Property \"" + name + "\" does not exist");
        }
        if (value.isContainer()) {
            throw HubSpotRefusal.badRequest("Invalid input JSON: the value of a property must be a string");
        }
        String text = value.isNull() ? "" : value.asString();
        return name.equals(HubSpotSchema.EMAIL) ? text.toLowerCase(Locale.ROOT) : text;
    }
}
