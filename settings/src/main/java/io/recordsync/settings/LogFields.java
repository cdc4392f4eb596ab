package io.recordsync.settings;

import io.recordsync.store.RecordKey;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.MDC;
import org.slf4j.MDC.MDCCloseable;

/**
 * Adds fields to every line that the current thread logs until this is closed. They are separate fields in JSON, and at
 * the end of the line in text. They hold ids only.
 *
 * <pre>{@code try (LogFields about = LogFields.of(key).system("hubspot")) { … }}</pre>
 */
public final class LogFields implements AutoCloseable {

    public static final String TENANT = "tenant";
    public static final String ENTITY = "entity";
    public static final String RECORD_ID = "recordId";
    public static final String SYSTEM = "system";
    public static final String WORKFLOW_ID = "workflowId";
    public static final String ERROR_ID = "errorId";

    private final Deque<MDCCloseable> fields = new ArrayDeque<>();

    private LogFields() {}

    public static LogFields of(RecordKey key) {
        return new LogFields()
                .put(TENANT, key.tenant())
                .put(ENTITY, key.entity())
                .put(RECORD_ID, key.recordId());
    }

    public static LogFields ofError(String errorId) {
        return new LogFields().errorId(errorId);
    }

    public static LogFields ofSystem(String system) {
        return new LogFields().system(system);
    }

    public LogFields system(String system) {
        return put(SYSTEM, system);
    }

    public LogFields workflowId(String workflowId) {
        return put(WORKFLOW_ID, workflowId);
    }

    public LogFields errorId(String errorId) {
        return put(ERROR_ID, errorId);
    }

    private LogFields put(String name, String value) {
        fields.push(MDC.putCloseable(name, value));
        return this;
    }

    @Override
    public void close() {
        fields.forEach(MDCCloseable::close);
    }
}
