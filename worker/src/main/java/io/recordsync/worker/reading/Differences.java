package io.recordsync.worker.reading;

import io.recordsync.store.counterpart.Conflict;
import io.recordsync.store.counterpart.LostValue;
import io.recordsync.store.ledger.Sources;
import io.recordsync.store.reading.SampleStore.Sample;
import io.recordsync.worker.reading.Judgement.Verdict;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** How rows differ from their records, path by path, and whose value each path has after the judgement. */
final class Differences {

    private static final Set<Verdict> OF_NO_INTEREST = Set.of(Verdict.UNCHANGED, Verdict.LATER, Verdict.NOT_WANTED);

    private final Sides sides;

    Differences(Sides sides) {
        this.sides = sides;
    }

    /** Whose value a path has afterwards. */
    private enum Winner {
        OURS,
        THEIRS,
        /** Each side keeps its own. */
        NEITHER
    }

    /**
     * One path of a row. Contains personal data, so it is never logged.
     *
     * @param ours the record's value before
     * @param theirs what the system shows
     */
    private record Difference(
            String path,
            @Nullable Object ours,
            @Nullable Object theirs,
            String winner,
            @Nullable String conflict) {}

    /** Empty if the row changes nothing and needs nobody. */
    Optional<Sample> of(SeenRow row, Judgement judgement, Optional<Known> known) {
        Map<String, Difference> differences = new LinkedHashMap<>();
        known.ifPresent(one -> differing(row, judgement, one, differences));
        known.ifPresent(one -> taken(judgement, one, differences));
        known.ifPresent(one -> overruled(judgement, one, differences));
        conflicts(judgement, differences);
        if (OF_NO_INTEREST.contains(judgement.verdict()) && differences.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Sample(
                0,
                known.map(one -> one.key().recordId()),
                row.row().externalId(),
                judgement.verdict().name().toLowerCase(Locale.ROOT),
                JsonMapper.shared().writeValueAsString(differences.values())));
    }

    private static void taken(Judgement judgement, Known known, Map<String, Difference> differences) {
        judgement.patch().forEach((path, theirs) -> {
            if (!Objects.equals(known.ours(path), theirs)) {
                put(differences, path, known.ours(path), theirs, Winner.THEIRS, null);
            }
        });
    }

    private void overruled(Judgement judgement, Known known, Map<String, Difference> differences) {
        judgement.lost().stream()
                .filter(lost -> lost.source().equals(Sources.ofSystem(sides.system())))
                .filter(lost -> !judgement.patch().containsKey(lost.path()))
                .forEach(
                        lost -> put(differences, lost.path(), known.ours(lost.path()), value(lost), Winner.OURS, null));
    }

    private static @Nullable Object value(LostValue lost) {
        return lost.value();
    }

    private static void conflicts(Judgement judgement, Map<String, Difference> differences) {
        judgement
                .opened()
                .forEach(conflict -> put(
                        differences,
                        conflict.path(),
                        conflict.ours(),
                        conflict.theirs(),
                        Winner.NEITHER,
                        kind(conflict)));
    }

    private static String kind(Conflict conflict) {
        return conflict.kind().stored();
    }

    /** What has differed since the sides were linked, and stays so. */
    private void differing(SeenRow row, Judgement judgement, Known known, Map<String, Difference> differences) {
        judgement
                .counterpart()
                .ifPresent(counterpart -> counterpart.fields().forEach((field, base) -> {
                    if (base.differs() && !known.counterpart().field(field).differs()) {
                        sides.reading()
                                .pathsOf(field)
                                .forEach(path -> put(
                                        differences, path, known.ours(path), row.value(field), Winner.NEITHER, null));
                    }
                }));
    }

    private static void put(
            Map<String, Difference> differences,
            String path,
            @Nullable Object ours,
            @Nullable Object theirs,
            Winner winner,
            @Nullable String conflict) {
        differences.put(path, new Difference(path, ours, theirs, winner.name().toLowerCase(Locale.ROOT), conflict));
    }
}
