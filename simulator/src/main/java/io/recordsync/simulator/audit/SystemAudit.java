package io.recordsync.simulator.audit;

import io.recordsync.simulator.store.Effect;
import io.recordsync.simulator.store.JournalEntry;
import io.recordsync.simulator.store.StoredObject;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The audit of one system. */
final class SystemAudit {

    /**
     * Refusals because the record exists already: they are a reason to link it, so the record does not count as
     * refused.
     */
    private static final Set<String> CONFLICTS =
            Set.of("DUPLICATES_DETECTED", "DUPLICATE_VALUE", "CONFLICT", "CONFLICTING_UNIQUE_VALUE");

    private final DefaultMapping mapping;
    private final ExpectedRoutes routes;
    private final String system;
    private final Map<String, List<StoredObject>> objectsByRecord;
    private final Map<String, List<JournalEntry>> entriesByRecord;
    private final Map<String, Long> liveByEmail;

    SystemAudit(SystemHistory history, ExpectedRoutes routes) {
        this.system = history.system();
        this.routes = routes;
        this.mapping = new DefaultMapping(history.fields());
        objectsByRecord = by(history.objects(), object -> object.field(mapping.recordId()));
        entriesByRecord = by(history.journal(), JournalEntry::externalId);
        liveByEmail = history.objects().stream()
                .map(this::email)
                .filter(email -> !email.isEmpty())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    /** True when the system does not hold the record's final state, although it did not refuse it. */
    boolean isLost(SentRecord sent) {
        if (sent.isDeleted()) {
            return !objects(sent).isEmpty();
        }
        return isMeantFor(sent) && !holdsFinalState(sent) && !isRefused(sent);
    }

    /** True when the system permanently refused the final content and never accepted it. */
    boolean isRefused(SentRecord sent) {
        if (sent.isDeleted() || !isMeantFor(sent)) {
            return false;
        }
        boolean refused = false;
        boolean taken = false;
        for (JournalEntry entry : entries(sent)) {
            boolean isFinal =
                    version(sent, entry).filter(sent.last().version()::equals).isPresent();
            refused |=
                    isFinal && entry.effect() == Effect.REFUSE && !CONFLICTS.contains(String.valueOf(entry.reason()));
            taken |= isFinal && entry.isWrite();
        }
        return refused && !taken;
    }

    boolean isDuplicate(SentRecord sent) {
        List<StoredObject> objects = objects(sent);
        boolean misplaced = !objects.isEmpty() && !isMeantFor(sent);
        boolean sharesEmail = objects.stream().anyMatch(object -> liveByEmail.getOrDefault(email(object), 0L) > 1);
        return objects.size() > 1 || misplaced || sharesEmail || wasCreatedTwice(sent);
    }

    /** True when the journal shows a write of an older version after a newer one. */
    boolean isStale(SentRecord sent) {
        LocalDateTime newest = LocalDateTime.MIN;
        for (JournalEntry entry : entries(sent)) {
            LocalDateTime version = written(sent, entry, newest).orElse(newest);
            if (version.isBefore(newest)) {
                return true;
            }
            newest = version;
        }
        return false;
    }

    private boolean isMeantFor(SentRecord sent) {
        return routes.sends(sent.last().contactType(), system);
    }

    private boolean holdsFinalState(SentRecord sent) {
        Map<String, String> expected = mapping.fields(sent.last());
        return objects(sent).stream()
                .anyMatch(object -> expected.entrySet().stream()
                        .allMatch(field -> object.field(field.getKey()).equals(field.getValue())));
    }

    private boolean wasCreatedTwice(SentRecord sent) {
        int live = 0;
        int most = 0;
        for (JournalEntry entry : entries(sent)) {
            live += switch (entry.effect()) {
                case CREATE, RESTORE -> 1;
                case DELETE -> -1;
                case UPDATE, REFUSE -> 0;
            };
            most = Math.max(most, live);
        }
        return most > 1;
    }

    /** The version that a journal entry wrote; for a delete, the version of the next delete that was sent. */
    private Optional<LocalDateTime> written(SentRecord sent, JournalEntry entry, LocalDateTime newest) {
        return switch (entry.effect()) {
            case CREATE, UPDATE -> version(sent, entry);
            case DELETE -> sent.deleteAfter(newest);
            case RESTORE, REFUSE -> Optional.empty();
        };
    }

    private Optional<LocalDateTime> version(SentRecord sent, JournalEntry entry) {
        return Optional.ofNullable(entry.content().get(mapping.phone())).flatMap(sent::versionWithPhone);
    }

    private List<StoredObject> objects(SentRecord sent) {
        return objectsByRecord.getOrDefault(sent.id(), List.of());
    }

    private List<JournalEntry> entries(SentRecord sent) {
        return entriesByRecord.getOrDefault(sent.id(), List.of());
    }

    private String email(StoredObject object) {
        return object.field(mapping.email()).toLowerCase(Locale.ROOT);
    }

    private static <T> Map<String, List<T>> by(List<T> items, Function<T, String> key) {
        return items.stream().collect(Collectors.groupingBy(key, HashMap::new, Collectors.toList()));
    }
}
