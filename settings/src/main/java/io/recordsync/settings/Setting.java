package io.recordsync.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Describes a setting for people, on the record component that holds it. Name, default and most limits are read from the component itself. */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Setting {

    /** What it is for, in a sentence. */
    String value();

    /** What is allowed, to go after "must be"; derived from the type and its constraints where empty. */
    String allowed() default "";

    /** A secret's value is never shown, and may be given as a file by the name with {@code _FILE}. */
    boolean secret() default false;
}
