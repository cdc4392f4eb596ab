package io.recordsync.settings;

import io.recordsync.settings.api.Setting;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** Reads the descriptions of the settings in a record. */
final class SettingDescriptions {

    private SettingDescriptions() {}

    /** The settings of a record that declares its prefix. */
    static SettingsGroup group(Class<? extends Record> type) {
        return group(
                type,
                Objects.requireNonNull(type.getAnnotation(ConfigurationProperties.class), type::getName)
                        .value());
    }

    static SettingsGroup group(Class<? extends Record> type, String prefix) {
        Map<String, SettingDescription> byComponent = new LinkedHashMap<>();
        for (RecordComponent component : type.getRecordComponents()) {
            byComponent.put(component.getName(), describe(type, prefix, component));
        }
        return new SettingsGroup(type, Collections.unmodifiableMap(byComponent));
    }

    /** {@code kafka} and {@code groupId} become {@code KAFKA_GROUP_ID}. */
    private static String name(String prefix, String component) {
        return environmentForm((prefix.isEmpty() ? "" : prefix + "_") + component.replaceAll("([A-Z])", "_$1"));
    }

    static String environmentForm(String name) {
        return name.replace('-', '_').replace('.', '_').toUpperCase(Locale.ROOT);
    }

    private static SettingDescription describe(Class<? extends Record> type, String prefix, RecordComponent component) {
        Setting setting =
                Objects.requireNonNull(component.getAnnotation(Setting.class), () -> type + " " + component.getName());
        return new SettingDescription(
                name(prefix, component.getName()),
                Optional.of(setting.byDefault()).filter(value -> !value.isEmpty()),
                setting.allowed().isEmpty()
                        ? allowed(component.getGenericType(), parameter(type, component))
                        : setting.allowed(),
                setting.value(),
                setting.secret());
    }

    /** Jakarta Validation's constraints are on the parameters of the constructor. */
    private static AnnotatedElement parameter(Class<? extends Record> type, RecordComponent component) {
        return Arrays.stream(type.getDeclaredConstructors()[0].getParameters())
                .filter(parameter -> parameter.getName().equals(component.getName()))
                .findFirst()
                .orElseThrow();
    }

    private static String allowed(Type type, AnnotatedElement parameter) {
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            return "a comma-separated list, each " + allowed(list.getActualTypeArguments()[0], parameter);
        }
        return type instanceof Class<?> simple ? allowed(simple) + range(parameter) : "text";
    }

    private static String allowed(Class<?> type) {
        if (type.isEnum()) {
            return "one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", "));
        }
        if (type == int.class || type == long.class) {
            return "a whole number";
        }
        if (type == Duration.class) {
            return "a time such as 500ms, 30s, 5m or 6h";
        }
        if (type == boolean.class) {
            return "true or false";
        }
        return type == Path.class ? "a path" : "text";
    }

    private static String range(AnnotatedElement parameter) {
        @Nullable Min min = parameter.getAnnotation(Min.class);
        @Nullable Max max = parameter.getAnnotation(Max.class);
        @Nullable DurationMin shortest = parameter.getAnnotation(DurationMin.class);
        @Nullable DurationMax longest = parameter.getAnnotation(DurationMax.class);
        return (min == null ? "" : " from " + min.value())
                + (max == null ? "" : " to " + max.value())
                + (shortest == null ? "" : " from " + shortest(shortest))
                + (longest == null ? "" : " to " + longest(longest));
    }

    private static String shortest(DurationMin min) {
        return readable(Duration.ofDays(min.days())
                .plusHours(min.hours())
                .plusMinutes(min.minutes())
                .plusSeconds(min.seconds())
                .plusMillis(min.millis()));
    }

    private static String longest(DurationMax max) {
        return readable(Duration.ofDays(max.days())
                .plusHours(max.hours())
                .plusMinutes(max.minutes())
                .plusSeconds(max.seconds())
                .plusMillis(max.millis()));
    }

    /** The duration in a form that Spring can read again, such as {@code 1h30m}. */
    private static String readable(Duration duration) {
        return org.springframework.format.datetime.standard.DurationFormatterUtils.print(
                duration, org.springframework.format.annotation.DurationFormat.Style.COMPOSITE);
    }
}
