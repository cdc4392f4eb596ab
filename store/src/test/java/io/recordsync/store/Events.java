package io.recordsync.store;

import io.recordsync.store.ledger.Change;
import io.recordsync.store.ledger.Change.Form;
import io.recordsync.store.ledger.Change.Operation;
import io.recordsync.store.ledger.LogPlace;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.store.ledger.Version;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Changes for tests. Unless a test says otherwise, they are of record {@code r1} from the source {@code crm}, and each
 * has its own event key and message position.
 */
public record Events(RecordKey key, String source) {

    public static final Events R1 = of("r1");

    public static Events of(String recordId) {
        return new Events(new RecordKey("default", "contact", recordId), "crm");
    }

    public Events from(String other) {
        return new Events(key, other);
    }

    public Change snapshot(long version, Map<String, @Nullable Object> fields) {
        return change(Operation.UPDATE, Form.SNAPSHOT, version(version), fields);
    }

    public Change patch(long version, Map<String, @Nullable Object> fields) {
        return change(Operation.UPDATE, Form.PATCH, version(version), fields);
    }

    public Change create(long version, Map<String, @Nullable Object> fields) {
        return change(Operation.CREATE, Form.SNAPSHOT, version(version), fields);
    }

    public Change delete(long version) {
        return change(Operation.DELETE, Form.SNAPSHOT, version(version), Map.of());
    }

    public Change change(
            Operation operation, Form form, @Nullable Version version, Map<String, @Nullable Object> fields) {
        return change(operation, form, version, fields, Set.of(), null);
    }

    public Change change(
            Operation operation,
            Form form,
            @Nullable Version version,
            Map<String, @Nullable Object> fields,
            Set<String> unspoken,
            @Nullable LogPlace place) {
        String unique = UUID.randomUUID().toString();
        return new Change(unique, key, source, operation, form, version, fields, unspoken, place, "kafka:" + unique);
    }

    public static Change through(String door, Change change) {
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

    public static Version version(long number) {
        return Version.ofNumber(BigDecimal.valueOf(number));
    }
}
