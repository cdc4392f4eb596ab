package io.recordsync.settings.api;

import java.util.Arrays;

/**
 * A settings record refuses the value of one component. What is allowed is the component's {@link Setting#allowed()}.
 * The message does not contain the value.
 */
public final class RefusedSettingException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String component;

    private RefusedSettingException(String component, String allowed) {
        super("%s must be %s".formatted(component, allowed));
        this.component = component;
    }

    /**
     * @param component the name of the record's component that is checked
     * @throws RefusedSettingException unless the value is allowed
     */
    public static void require(boolean allowed, Class<? extends Record> record, String component) {
        if (!allowed) {
            throw new RefusedSettingException(component, allowedValues(record, component));
        }
    }

    /** The name of the record's component. */
    public String component() {
        return component;
    }

    private static String allowedValues(Class<? extends Record> record, String component) {
        return Arrays.stream(record.getRecordComponents())
                .filter(one -> one.getName().equals(component))
                .map(one -> one.getAnnotation(Setting.class).allowed())
                .findFirst()
                .orElseThrow();
    }
}
