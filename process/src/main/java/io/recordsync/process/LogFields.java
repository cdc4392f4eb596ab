package io.recordsync.process;

import io.recordsync.store.ledger.RecordKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Fields of every line that the current thread logs during an action. They are separate fields in JSON, and at the end
 * of the line in text. They hold ids only.
 *
 * <pre>{@code LogFields.of(key).system("hubspot").during(() -> LOG.info("It is sent"));}</pre>
 */
public final class LogFields {

    public static final String TENANT = "tenant";
    public static final String ENTITY = "entity";
    public static final String RECORD_ID = "recordId";
    public static final String SYSTEM = "system";
    public static final String WORKFLOW_ID = "workflowId";
    public static final String ERROR_ID = "errorId";

    private final Map<String, String> fields = new LinkedHashMap<>();

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

    /** Runs the action; afterwards the thread's lines are without these fields. */
    public void during(Runnable action) {
        during(() -> {
            action.run();
            return null;
        });
    }

    /** Returns what the action returns; afterwards the thread's lines are without these fields. */
    public <T extends @Nullable Object> T during(Supplier<T> action) {
        fields.forEach(MDC::put);
        try {
            return action.get();
        } finally {
            fields.keySet().forEach(MDC::remove);
        }
    }

    private LogFields put(String name, String value) {
        fields.put(name, value);
        return this;
    }
}
