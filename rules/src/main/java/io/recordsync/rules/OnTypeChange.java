package io.recordsync.rules;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What happens to a record at a system that holds it, when the record's type no longer leads to that system. */
enum OnTypeChange {
    KEEP {
        @Override
        Optional<Action> action() {
            return Optional.of(Action.UPSERT);
        }
    },
    DELETE {
        @Override
        Optional<Action> action() {
            return Optional.of(Action.DELETE);
        }
    },
    LEAVE {
        @Override
        Optional<Action> action() {
            return Optional.empty();
        }
    };

    abstract Optional<Action> action();

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<OnTypeChange> labelled(String label) {
        return Arrays.stream(values())
                .filter(value -> value.label().equals(label))
                .findFirst();
    }

    static List<String> labels() {
        return Arrays.stream(values()).map(OnTypeChange::label).toList();
    }
}
