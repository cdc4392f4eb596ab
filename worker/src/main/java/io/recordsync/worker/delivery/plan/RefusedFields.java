package io.recordsync.worker.delivery.plan;

import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.ErrorKind;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.Write.Operation;
import io.recordsync.rules.OnRefused;
import io.recordsync.rules.ReadingRules;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A write without the fields that the system has refused, so that they hold back no other field.
 *
 * @param write the rest; without content if nothing is left
 * @param refused the values that were refused
 */
record RefusedFields(Write write, Map<String, @Nullable Object> refused) {

    // Explicit, because javac does not tell other modules that a compact constructor takes null values.
    RefusedFields(Write write, Map<String, @Nullable Object> refused) {
        this.write = write;
        this.refused = Collections.unmodifiableMap(new LinkedHashMap<>(refused));
    }

    /**
     * Only fields that are read are left out: their conflict shows what was not written. An update leaves them out
     * unless the rules say otherwise, and a create only if they say so.
     *
     * @return empty if the refusal names no such field, or if the write is to be parked
     */
    static Optional<RefusedFields> of(Write write, ReadingRules reading, ConnectorException refusal) {
        Set<String> fields = write.fieldsNamed(refusal.fields());
        OnRefused then = reading.onRefused()
                .orElse(write.operation() == Operation.UPDATE ? OnRefused.LEAVE_OUT : OnRefused.PARK);
        boolean mayLeaveOut = refusal.kind() == ErrorKind.PERMANENT
                && write.operation() != Operation.DELETE
                && then == OnRefused.LEAVE_OUT
                && !fields.isEmpty()
                && reading.readFields().containsAll(fields);
        return mayLeaveOut ? Optional.of(without(write, fields)) : Optional.empty();
    }

    private static RefusedFields without(Write write, Set<String> fields) {
        Map<String, @Nullable Object> rest = new LinkedHashMap<>(write.content());
        Map<String, @Nullable Object> refused = new LinkedHashMap<>(write.content());
        rest.keySet().removeAll(fields);
        refused.keySet().retainAll(fields);
        return new RefusedFields(
                new Write(
                        write.operation(),
                        write.object(),
                        write.recordId(),
                        write.externalId(),
                        rest,
                        write.match(),
                        write.revision(),
                        write.inDoubt(),
                        write.held()),
                refused);
    }
}
