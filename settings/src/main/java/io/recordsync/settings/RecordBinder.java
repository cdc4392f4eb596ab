package io.recordsync.settings;

import io.recordsync.settings.api.KindSettings;
import io.recordsync.settings.api.RefusedSettingException;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.ResolvableType;

/** Makes settings records from texts, and checks them. Spring's binder converts the single values. */
final class RecordBinder {

    private static final String VALUE = "value";
    private static final Pattern BARE_NUMBER = Pattern.compile("\\d+");

    private final Map<String, String> texts;
    private final Validator validator;

    /** @param texts the values that are set, by the names of the settings */
    RecordBinder(Map<String, String> texts, Validator validator) {
        this.texts = texts;
        this.validator = validator;
    }

    /** @throws SettingException if a value is not allowed */
    Record bind(SettingsGroup group) {
        return checked(group, construct(group, values(group)));
    }

    /** @throws SettingException if a value is not allowed */
    ConfiguredSystem bind(NamedSystem system) {
        SettingsGroup group = system.settings();
        @Nullable Object[] values = values(group);
        boolean configured = system.kind().required().stream()
                .anyMatch(all -> all.stream()
                        .allMatch(component ->
                                texts.containsKey(group.of(component).name())));
        return new ConfiguredSystem(
                system.name(),
                system.kind().kind(),
                required(system.kind(), group),
                List.copyOf(group.settings()),
                configured ? Optional.of(checked(group, construct(group, values))) : Optional.empty());
    }

    /** The alternatives in words: {@code A, B and C, or A and D}. */
    private static String required(KindSettings kind, SettingsGroup group) {
        return kind.required().stream()
                .map(all -> enumerated(all.stream()
                        .map(component -> group.of(component).name())
                        .toList()))
                .collect(Collectors.joining(", or "));
    }

    private static String enumerated(List<String> names) {
        int last = names.size() - 1;
        return last == 0 ? names.getFirst() : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
    }

    private @Nullable Object[] values(SettingsGroup group) {
        return Arrays.stream(group.type().getRecordComponents())
                .map(component -> value(component, group.of(component.getName())))
                .toArray();
    }

    private @Nullable Object value(RecordComponent component, SettingDescription setting) {
        Type type = component.getGenericType();
        Optional<Type> optional = argument(type, Optional.class);
        @Nullable Object value = Optional.ofNullable(texts.get(setting.name()))
                .or(setting::defaultValue)
                .<Object>map(text -> converted(text, optional.orElse(type), setting))
                .orElse(null);
        if (optional.isPresent()) {
            return Optional.ofNullable(value);
        }
        return value == null ? absent(component) : value;
    }

    private Object converted(String text, Type type, SettingDescription setting) {
        String full = type == Duration.class && BARE_NUMBER.matcher(text).matches() ? text + "s" : text;
        try {
            return new Binder(new MapConfigurationPropertySource(Map.of(VALUE, full)))
                    .bind(VALUE, Bindable.of(ResolvableType.forType(type)))
                    .get();
        } catch (BindException e) {
            throw refused(setting);
        }
    }

    private static @Nullable Object absent(RecordComponent component) {
        if (component.getType() == List.class) {
            return List.of();
        }
        boolean mayBeNull = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
        return component.getType() == String.class && !mayBeNull ? "" : null;
    }

    private static Optional<Type> argument(Type type, Class<?> raw) {
        return type instanceof ParameterizedType generic && generic.getRawType() == raw
                ? Optional.of(generic.getActualTypeArguments()[0])
                : Optional.empty();
    }

    private Record construct(SettingsGroup group, @Nullable Object[] values) {
        try {
            Constructor<? extends Record> constructor = constructor(group.type());
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw reason(e.getTargetException(), group);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(group.type() + " cannot be created", e);
        }
    }

    private static Constructor<? extends Record> constructor(Class<? extends Record> type)
            throws NoSuchMethodException {
        return type.getDeclaredConstructor(Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new));
    }

    private RuntimeException reason(Throwable cause, SettingsGroup group) {
        return switch (cause) {
            case RefusedSettingException refused -> refused(group.of(refused.component()));
            case IllegalArgumentException wrong ->
                new SettingException("%s cannot be used: %s.".formatted(given(group), wrong.getMessage()));
            case RuntimeException other -> other;
            default -> new IllegalStateException(cause);
        };
    }

    /** The settings of the record that are set, for a rule that concerns more than one. */
    private String given(SettingsGroup group) {
        return group.settings().stream()
                .map(SettingDescription::name)
                .filter(texts::containsKey)
                .collect(Collectors.joining(", "));
    }

    private Record checked(SettingsGroup group, Record record) {
        Stream<ConstraintViolation<Record>> violations = validator.validate(record).stream();
        violations
                .map(violation -> violation.getPropertyPath().iterator().next().getName())
                .min(Comparator.naturalOrder())
                .ifPresent(component -> {
                    throw refused(group.of(component));
                });
        return record;
    }

    /** An address may hold a password, even where that is not allowed. */
    private static boolean isHidden(SettingDescription setting, String value) {
        return setting.secret() || value.contains("://");
    }

    private SettingException refused(SettingDescription setting) {
        String value = texts.get(setting.name());
        if (value == null) {
            return new SettingException("%s is not set, but must be %s.".formatted(setting.name(), setting.allowed()));
        }
        String shown = isHidden(setting, value) ? "set to a value that is not shown" : "'" + value + "'";
        return new SettingException("%s is %s, but must be %s.".formatted(setting.name(), shown, setting.allowed()));
    }
}
