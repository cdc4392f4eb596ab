package io.recordsync.store;

import io.recordsync.store.Change.Form;
import io.recordsync.store.Change.Operation;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Changes for tests. Unless a test says otherwise, they are of record {@code r1} from the source {@code crm}, and each
 * has its own event key and message position.
 */
record Events(RecordKey key, String source) {

    static final Events R1 = of("r1");

    static Events of(String recordId) {
        return new Events(new RecordKey("default", "contact", recordId), "crm");
    }

    Events from(String other) {
        return new Events(key, other);
    }

    Change snapshot(long version, Map<String, @Nullable Object> fields) {
        return change(Operation.UPDATE, Form.SNAPSHOT, version(version), fields);
    }

    Change patch(long version, Map<String, @Nullable Object> fields) {
        return change(Operation.UPDATE, Form.PATCH, version(version), fields);
    }

    Change create(long version, Map<String, @Nullable Object> fields) {
        return change(Operation.CREATE, Form.SNAPSHOT, version(version), fields);
    }

    Change delete(long version) {
        return change(Operation.DELETE, Form.SNAPSHOT, version(version), Map.of());
    }

    Change change(Operation operation, Form form, @Nullable Version version, Map<String, @Nullable Object> fields) {
        return change(operation, form, version, fields, Set.of(), null);
    }

    Change change(
            Operation operation,
            Form form,
            @Nullable Version version,
            Map<String, @Nullable Object> fields,
            Set<String> unspoken,
            @Nullable LogPlace place) {
        String unique = UUID.randomUUID().toString();
        return new Change(unique, key, source, operation, form, version, fields, unspoken, place, "kafka:" + unique);
    }

    static Change through(String door, Change change) {
        return new Change(
                change.eventKey(),
                change.key(),
                change.source(),
                change.operation(),
                change.form(),
                change.version(),
                change.fields(),
                change.unspoken(),
                change.place(),
                door);
    }

    static Version version(long number) {
        return Version.ofNumber(BigDecimal.valueOf(number));
    }
}
