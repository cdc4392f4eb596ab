package io.recordsync.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes a setting for people. It is put on the record component that holds the setting. The name, the default and
 * most limits are read from the component itself.
 */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Setting {

    /** What the setting is for, in one sentence. */
    String value();

    /** The allowed values, to follow "must be". If empty, derived from the type and its constraints. */
    String allowed() default "";

    /**
     * Whether the value is secret. A secret is never shown, and may also be given as a file, by the name with
     * {@code _FILE}.
     */
    boolean secret() default false;
}
