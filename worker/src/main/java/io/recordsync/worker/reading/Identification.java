package io.recordsync.worker.reading;

import io.recordsync.rules.ReadingRules;
import io.recordsync.store.Store;
import io.recordsync.store.counterpart.Counterpart;
import io.recordsync.store.counterpart.MatchKey;
import io.recordsync.store.counterpart.RowPlace;
import io.recordsync.store.counterpart.Why;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.worker.reading.Readings.Page;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;

/**
 * Finds the record of each row: the one that it is linked to, else the one whose id it carries, else the one that is
 * recognised by its values, else a new one. Read without locks: who judges the row looks again under its locks.
 */
final class Identification {

    /** The longest external id that is part of a record id, in bytes. */
    private static final int MAX_ID = 100;

    /** How often a place can be given to another record whose id is made of the external id. */
    private static final int MOST_LIVES = 50;

    private final Store store;
    private final Sides sides;
    private final Page page;
    private final Map<RowPlace, Counterpart> known;
    private final Map<SeenRow, List<MatchKey>> keys = new HashMap<>();
    private Map<MatchKey, Set<String>> matched = Map.of();
    private Map<RecordKey, Counterpart> living = Map.of();
    private @Nullable Boolean isCreating;

    Identification(Store store, Sides sides, Page page, Map<RowPlace, Counterpart> known) {
        this.store = store;
        this.sides = sides;
        this.page = page;
        this.known = known;
    }

    /** Of two rows of one record the one that is linked already comes first, and the other one is ambiguous. */
    Map<SeenRow, RecordIdentity> of(Collection<SeenRow> rows) {
        rows.stream().filter(this::mayNeedMatch).forEach(row -> keys.put(row, MatchKeys.of(page.tenant(), row, sides)));
        matched = store.matchKeys()
                .findAlone(
                        page.tenant(),
                        page.entity(),
                        keys.values().stream().flatMap(List::stream).collect(Collectors.toSet()));
        living = store.counterparts().of(recordsAsked(rows), page.system());
        List<SeenRow> linkedFirst = new ArrayList<>(rows);
        linkedFirst.sort((one, other) -> Boolean.compare(isLinked(other), isLinked(one)));
        Map<SeenRow, RecordIdentity> identities = new LinkedHashMap<>();
        Set<RecordKey> taken = new HashSet<>();
        for (SeenRow row : linkedFirst) {
            RecordIdentity identity = orUnreadable(row);
            boolean isSecond = identity instanceof RecordIdentity.Of(RecordKey key, Counterpart as) && !taken.add(key);
            identities.put(row, isSecond ? ambiguous(((RecordIdentity.Of) identity).key()) : identity);
        }
        return identities;
    }

    private RecordIdentity orUnreadable(SeenRow row) {
        try {
            return of(row);
        } catch (IllegalArgumentException | IllegalStateException e) {
            return new RecordIdentity.Unreadable(e);
        }
    }

    private static RecordIdentity ambiguous(RecordKey key) {
        return new RecordIdentity.Ambiguous(Set.of(key.recordId()));
    }

    private boolean mayNeedMatch(SeenRow row) {
        Counterpart counterpart = counterpart(row);
        return !isLinked(row) && row.row().recordId().isEmpty()
                || counterpart.isGone()
                || isLinked(row) && row.byId() && !isStillCarried(row);
    }

    /** The records of which it must be known whether they have another living row. */
    private Set<RecordKey> recordsAsked(Collection<SeenRow> rows) {
        Set<RecordKey> asked = new HashSet<>();
        rows.stream()
                .filter(row -> counterpart(row).isGone())
                .flatMap(row -> counterpart(row).record().stream())
                .forEach(asked::add);
        matched.values().stream().flatMap(Set::stream).forEach(id -> asked.add(key(id)));
        return asked;
    }

    private RecordIdentity of(SeenRow row) {
        Counterpart counterpart = counterpart(row);
        if (counterpart.apart()) {
            return new RecordIdentity.NotWanted();
        }
        if (counterpart.isGone()) {
            return ofGone(row, counterpart);
        }
        return counterpart.recordId().map(id -> ofLinked(row, counterpart, id)).orElseGet(() -> anew(row, counterpart));
    }

    /** The row belongs to its record again if that has no other row, unless it was given to another one. */
    private RecordIdentity ofGone(SeenRow row, Counterpart counterpart) {
        if (!row.byId() || isAskedBeforeGone(row, counterpart)) {
            return new RecordIdentity.Later(Why.LATER);
        }
        Optional<RecordKey> old = counterpart.record().filter(key -> !living.containsKey(key));
        boolean isRestored = old.isPresent() && isStillCarried(row);
        return isRestored
                ? new RecordIdentity.Of(old.get(), counterpart)
                : anew(row, Counterpart.of(page.place(row), page.entity()));
    }

    private static boolean isAskedBeforeGone(SeenRow row, Counterpart counterpart) {
        return counterpart.goneAt().filter(at -> !row.asked().isAfter(at)).isPresent();
    }

    /** A row that does not carry its record's id any more may be an old state, have lost it, or be another record's. */
    private RecordIdentity ofLinked(SeenRow row, Counterpart counterpart, String recordId) {
        if (isStillCarried(row)) {
            return new RecordIdentity.Of(key(recordId), counterpart);
        }
        if (!row.byId()) {
            return new RecordIdentity.Later(Why.LATER);
        }
        boolean isStillTheSame = recognised(row).equals(Set.of(recordId))
                || row.row().recordId().isEmpty() && showsKnownMatch(row, counterpart);
        return isStillTheSame ? new RecordIdentity.Of(key(recordId), counterpart) : new RecordIdentity.Later(Why.GONE);
    }

    /** Whether the fields by which the record is recognised show what is known of them. */
    private boolean showsKnownMatch(SeenRow row, Counterpart counterpart) {
        Set<String> fields = sides.merging().match().stream()
                .flatMap(path -> sides.reading().feeds(path).stream())
                .collect(Collectors.toSet());
        return fields.stream()
                .filter(row::shows)
                .allMatch(field -> counterpart.field(field).knows(sides.hash(page.tenant(), field, row.value(field))));
    }

    private RecordIdentity anew(SeenRow row, Counterpart as) {
        Optional<String> carries = row.row().recordId();
        if (carries.isPresent()) {
            return new RecordIdentity.Of(key(carries.get()), as);
        }
        Set<String> recognised = recognised(row);
        if (!recognised.isEmpty()) {
            boolean isFree = recognised.size() == 1 && recognised.stream().noneMatch(id -> living.containsKey(key(id)));
            return isFree
                    ? new RecordIdentity.Of(key(recognised.iterator().next()), as)
                    : new RecordIdentity.Ambiguous(recognised);
        }
        if (!sides.reading().creates()) {
            return new RecordIdentity.NotWanted();
        }
        return mayBeOurs() ? new RecordIdentity.Later(Why.LATER) : new RecordIdentity.Of(key(minted(row)), as);
    }

    /** Whether a row of nobody may be one that a delivery has made and not yet settled. Asked once for the page. */
    private boolean mayBeOurs() {
        if (isCreating == null) {
            isCreating = !page.carriesIds()
                    && store.standings().hasUnsettledCreates(page.tenant(), page.system(), page.entity());
        }
        return isCreating;
    }

    /** The records that have the value of the first path by which any record is recognised. */
    private Set<String> recognised(SeenRow row) {
        return keys.getOrDefault(row, List.of()).stream()
                .map(key -> matched.getOrDefault(key, Set.of()))
                .filter(ids -> !ids.isEmpty())
                .findFirst()
                .orElse(Set.of());
    }

    /**
     * The same row always gets the same record id, so that a crash makes no second record. If the system has given the
     * external id to another record, that one gets an id of its own.
     */
    private String minted(SeenRow row) {
        String id = minted(row, sides.reading());
        Counterpart before = counterpart(row);
        if (!before.isGone()) {
            return id;
        }
        List<RecordKey> lives = IntStream.range(0, MOST_LIVES)
                .mapToObj(life -> key(life == 0 ? id : id + "~" + life))
                .toList();
        Set<RecordKey> existing = store.acceptance().existing(lives);
        return lives.stream()
                .filter(life -> !existing.contains(life) && !before.record().equals(Optional.of(life)))
                .map(RecordKey::recordId)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("its external id was given to too many records"));
    }

    private String minted(SeenRow row, ReadingRules reading) {
        return reading.recordId(row.content()).orElseGet(() -> {
            String id = row.row().externalId();
            boolean fits = id.getBytes(StandardCharsets.UTF_8).length <= MAX_ID;
            return page.system() + "-" + (fits ? id : DigestUtils.sha256Hex(id));
        });
    }

    private boolean isLinked(SeenRow row) {
        Counterpart counterpart = counterpart(row);
        return !counterpart.isGone() && counterpart.recordId().isPresent();
    }

    private boolean isStillCarried(SeenRow row) {
        Counterpart counterpart = counterpart(row);
        return !counterpart.carried() || row.row().recordId().equals(counterpart.recordId());
    }

    private Counterpart counterpart(SeenRow row) {
        RowPlace place = page.place(row);
        return Objects.requireNonNullElseGet(known.get(place), () -> Counterpart.of(place, page.entity()));
    }

    private RecordKey key(String recordId) {
        return new RecordKey(page.tenant(), page.entity(), recordId);
    }
}
