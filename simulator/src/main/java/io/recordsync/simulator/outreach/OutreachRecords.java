package io.recordsync.simulator.outreach;

import io.recordsync.simulator.faults.Faults;
import io.recordsync.simulator.http.Json;
import io.recordsync.simulator.outreach.OutreachSchema.Attribute;
import io.recordsync.simulator.outreach.OutreachSchema.Kind;
import io.recordsync.simulator.outreach.OutreachSchema.Type;
import io.recordsync.simulator.store.Arrival;
import io.recordsync.simulator.store.CrmStore;
import io.recordsync.simulator.store.StoredObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * Outreach's handling of one resource: checks its attributes, keeps e-mail addresses unique, and writes it. Must be
 * called atomically.
 */
final class OutreachRecords {

    private static final Pattern ADDRESS = Pattern.compile("[^@\\s<>(),;:\"]+@[^@\\s<>(),;:\"]+");
    private static final Set<String> RECORD_IDS = Set.of("externalId", "customId");

    private final CrmStore store;
    private final Faults faults;
    private volatile boolean plainCreates;

    OutreachRecords(CrmStore store, Faults faults) {
        this.store = store;
        this.faults = faults;
    }

    void plainCreates(boolean on) {
        plainCreates = on;
    }

    StoredObject create(Type type, JsonNode data, Arrival arrival) {
        requireSame("type", type.name(), data);
        Map<String, String> fields = fields(type, data.path("attributes"));
        check(type, null, fields, arrival);
        return store.create(type.path(), fields, arrival);
    }

    StoredObject update(Type type, String id, JsonNode data, Arrival arrival) {
        StoredObject object = find(type, id);
        requireSame("type", type.name(), data);
        requireSame("id", id, data);
        Map<String, String> fields = fields(type, data.path("attributes"));
        check(type, object, fields, arrival);
        return store.update(object, fields, arrival);
    }

    void delete(Type type, String id, Arrival arrival) {
        store.delete(find(type, id), arrival);
    }

    /** @throws OutreachRefusal 404 when there is no such resource */
    StoredObject find(Type type, String id) {
        return store.byId(type.path(), id).orElseThrow(() -> OutreachRefusal.notFound(type.name(), id));
    }

    private static void requireSame(String member, String expected, JsonNode data) {
        if (!expected.equals(data.path(member).asString(""))) {
            throw OutreachRefusal.member(member, "must be '%s'.".formatted(expected));
        }
    }

    /** Checks the fields against the stored objects, and adds a refusal to the journal. */
    private void check(Type type, @Nullable StoredObject object, Map<String, String> fields, Arrival arrival) {
        try {
            requireAddresses(fields);
            requireNotRefused(object, fields);
            if (!plainCreates && type.attribute(OutreachSchema.EMAILS).isPresent()) {
                requireUnique(type, object, fields);
            }
        } catch (OutreachRefusal e) {
            store.refuse(type.path(), object, fields, e.reason(), arrival);
            throw e;
        }
    }

    private static void requireAddresses(Map<String, String> fields) {
        if (!addresses(fields).allMatch(address -> ADDRESS.matcher(address).matches())) {
            throw OutreachRefusal.attribute(OutreachSchema.EMAILS, "Contacts email is invalid.");
        }
    }

    private void requireNotRefused(@Nullable StoredObject object, Map<String, String> fields) {
        for (String name : RECORD_IDS) {
            String before = object == null ? "" : object.field(name);
            if (faults.refuses(fields.getOrDefault(name, before))) {
                throw OutreachRefusal.record("Contacts contact is using an excluded email address.");
            }
        }
    }

    private void requireUnique(Type type, @Nullable StoredObject object, Map<String, String> fields) {
        if (addresses(fields).anyMatch(address -> isTaken(type, object, address))) {
            throw OutreachRefusal.emailTaken();
        }
        if (object != null && fields.containsKey("email") && changesNothing(object, fields)) {
            throw OutreachRefusal.sameEmails();
        }
    }

    private boolean isTaken(Type type, @Nullable StoredObject self, String address) {
        return withAddress(type, address)
                .anyMatch(other -> self == null || !other.id().equals(self.id()));
    }

    private static boolean changesNothing(StoredObject object, Map<String, String> fields) {
        return fields.entrySet().stream()
                .allMatch(field -> object.field(field.getKey()).equals(field.getValue()));
    }

    /** The resources that have the address at any position in their list. */
    Stream<StoredObject> withAddress(Type type, String address) {
        Stream<StoredObject> first = store.having(type.path(), "email", address).stream();
        Stream<StoredObject> later = store.all(type.path()).stream().filter(object -> isLater(object, address));
        return Stream.concat(first, later);
    }

    private static boolean isLater(StoredObject object, String address) {
        return addresses(object.fields()).skip(1).anyMatch(address::equalsIgnoreCase);
    }

    private static Stream<String> addresses(Map<String, String> fields) {
        Stream<String> first = Stream.of(fields.getOrDefault("email", "")).filter(address -> !address.isEmpty());
        JsonNode others = Json.read(fields.getOrDefault("emails after the first", ""));
        return Stream.concat(first, others.valueStream().map(JsonNode::asString));
    }

    private static Map<String, String> fields(Type type, JsonNode attributes) {
        Map<String, String> fields = new HashMap<>();
        attributes.properties().forEach(given -> {
            Attribute attribute = type.attribute(given.getKey())
                    .filter(known -> !known.readOnly())
                    .orElseThrow(
                            () -> OutreachRefusal.attribute(given.getKey(), "is no attribute that can be written."));
            fields.putAll(stored(attribute, given.getValue()));
        });
        return fields;
    }

    private static Map<String, String> stored(Attribute attribute, JsonNode value) {
        if (attribute.kind() != Kind.LIST) {
            return Map.of(attribute.name(), single(attribute, value));
        }
        if (!value.isNull() && !value.isArray()) {
            throw OutreachRefusal.attribute(attribute.name(), "must be a list.");
        }
        List<String> entries = value.valueStream().map(JsonNode::asString).toList();
        ArrayNode others = Json.array();
        entries.stream().skip(1).forEach(others::add);
        return Map.of(
                attribute.first(),
                entries.isEmpty() ? "" : entries.getFirst(),
                attribute.others(),
                others.isEmpty() ? "" : Json.write(others));
    }

    private static String single(Attribute attribute, JsonNode value) {
        if (value.isNull()) {
            return "";
        }
        boolean fits = switch (attribute.kind()) {
            case INTEGER -> value.isIntegralNumber();
            case NUMBER -> value.isNumber();
            case BOOLEAN -> value.isBoolean();
            default -> value.isString();
        };
        if (!fits) {
            throw OutreachRefusal.attribute(attribute.name(), "is not of the type of the attribute.");
        }
        if (attribute.longest() > 0 && value.asString().length() > attribute.longest()) {
            throw OutreachRefusal.tooLong();
        }
        return value.asString();
    }
}
