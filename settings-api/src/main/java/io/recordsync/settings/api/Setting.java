package io.recordsync.settings.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a setting. It is put on the record component that holds the value. The setting's name is made of the
 * record's prefix and the component's name.
 *
 * <p>A component without a value and without a default is an empty {@code Optional}, an empty list, an empty text, or
 * null where it is {@code @Nullable}. Any other one must be set. A bare number for a {@code Duration} is seconds.
 */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Setting {

    /** What the setting is for, in one sentence. */
    String value();

    /** The default, as a person would write the value. Empty if there is none. */
    String byDefault() default "";

    /**
     * The allowed values, to follow "must be". If empty, derived from the type and from the constraints of Jakarta
     * Validation on the component.
     */
    String allowed() default "";

    /**
     * Whether the value is secret. A secret is never shown, and may also be given as a file, by the name with
     * {@code _FILE}.
     */
    boolean secret() default false;
}
