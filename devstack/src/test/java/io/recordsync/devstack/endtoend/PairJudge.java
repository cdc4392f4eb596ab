package io.recordsync.devstack.endtoend;

import io.recordsync.devstack.endtoend.PairEditor.Edit;
import io.recordsync.devstack.endtoend.PairSide.Row;
import io.recordsync.devstack.endtoend.PairSide.Trait;
import io.recordsync.store.Store;
import io.recordsync.store.counterpart.Conflict;
import io.recordsync.store.counterpart.LostValue;
import io.recordsync.store.ledger.RecordKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Judges a pair by what its systems hold. The ledger is asked only which values it has kept, and which conflicts wait
 * for a person: not who is who, and not what a system holds.
 */
record PairJudge(Store store, JdbcClient ledger) {

    private static final String TENANT = "default";
    private static final Map<Trait, Set<String>> PATHS = Map.of(
            Trait.NAME, Set.of("name", "first_name", "last_name"),
            Trait.PHONE, Set.of("phone"),
            Trait.TYPE, Set.of("type"));

    /** One sentence for each thing that is wrong. */
    List<String> findings(Pair pair, PairEditor editor) {
        return new Judgement(pair, editor.living(pair), editor.edits()).findings();
    }

    /** Whether each person is once at each side, with the same values everywhere. */
    boolean isEqual(Pair pair, PairEditor editor) {
        Judgement judgement = new Judgement(pair, editor.living(pair), List.of());
        return judgement.findings().isEmpty();
    }

    private final class Judgement {

        private final Pair pair;
        private final Set<String> living;
        private final List<Edit> edits;
        private final Map<String, Map<String, List<Row>>> rows = new HashMap<>();
        private final List<String> findings = new ArrayList<>();

        Judgement(Pair pair, Set<String> living, List<Edit> all) {
            this.pair = pair;
            this.living = living;
            this.edits = all.stream()
                    .filter(edit -> edit.entity().equals(pair.entity()) && living.contains(edit.email()))
                    .toList();
            for (PairSide side : pair.sides()) {
                rows.put(side.system(), side.rows().stream().collect(Collectors.groupingBy(Row::email)));
            }
        }

        List<String> findings() {
            pair.sides().forEach(side -> requireOneRowEach(side.system()));
            if (findings.isEmpty()) {
                living.forEach(this::requireEqual);
                living.forEach(this::requireOneRecord);
                edits.forEach(this::requireKept);
            }
            return findings;
        }

        private void requireOneRowEach(String system) {
            Map<String, List<Row>> there = rows.getOrDefault(system, Map.of());
            Set<String> all = new TreeSet<>(living);
            all.addAll(there.keySet());
            for (String email : all) {
                int times = there.getOrDefault(email, List.of()).size();
                int wanted = living.contains(email) ? 1 : 0;
                if (times != wanted) {
                    find("%s is %d times in %s, and not %d.", email, times, system, wanted);
                }
            }
        }

        private void requireOneRecord(String email) {
            Set<String> ids = pair.sides().stream()
                    .map(side -> row(side.system(), email).recordId())
                    .filter(id -> !id.isEmpty())
                    .collect(Collectors.toSet());
            if (ids.size() > 1) {
                find("%s has several record ids: %s.", email, ids);
            }
        }

        private void requireEqual(String email) {
            for (Trait trait : Trait.values()) {
                Map<String, String> shown = new HashMap<>();
                pair.sides()
                        .forEach(side -> shown.put(
                                side.system(), row(side.system(), email).normal(trait)));
                if (Set.copyOf(shown.values()).size() > 1 && !isInConflict(email, trait)) {
                    find("%s of %s differs: %s.", trait, email, shown);
                }
                if (!edits.isEmpty()) {
                    shown.forEach((system, value) -> requireTyped(email, trait, system, value));
                }
            }
        }

        private void requireTyped(String email, Trait trait, String system, String value) {
            if (edits.stream()
                    .noneMatch(edit -> edit.email().equals(email)
                            && edit.trait() == trait
                            && edit.normal().equals(value))) {
                find("%s of %s is '%s' in %s, which nobody has typed.", trait, email, value, system);
            }
        }

        /** An edit is at rest, or was followed by another one, or its value is kept. */
        private void requireKept(Edit edit) {
            boolean isAtRest =
                    row(edit.system(), edit.email()).normal(edit.trait()).equals(edit.normal());
            boolean isFollowed =
                    edits.stream().anyMatch(later -> later.number() > edit.number() && later.isOfSameValue(edit));
            if (!isAtRest && !isFollowed && !isKept(edit) && !isInConflict(edit.email(), edit.trait())) {
                find("%s is lost.", edit);
            }
        }

        private Row row(String system, String email) {
            return rows.getOrDefault(system, Map.of())
                    .getOrDefault(email, List.of())
                    .getFirst();
        }

        private boolean isKept(Edit edit) {
            return records(edit.email()).stream()
                    .flatMap(key -> store.conflicts().lost(key).stream())
                    .anyMatch(lost -> isValueOf(lost, edit));
        }

        private static boolean isValueOf(LostValue lost, Edit edit) {
            String value = edit.trait().normal(String.valueOf(lost.value()));
            return switch (lost.path()) {
                case "first_name" -> false; // several people have it
                case "last_name" -> edit.trait() == Trait.NAME && value.equals(PairSide.last(edit.value()));
                default ->
                    PATHS.getOrDefault(edit.trait(), Set.of()).contains(lost.path()) && value.equals(edit.normal());
            };
        }

        private boolean isInConflict(String email, Trait trait) {
            return records(email).stream()
                    .flatMap(key -> store.conflicts().openOf(key).stream())
                    .anyMatch(open -> open.path().equals(Conflict.WHOLE_ROW)
                            || PATHS.getOrDefault(trait, Set.of()).contains(open.path()));
        }

        private List<RecordKey> records(String email) {
            return ledger.sql("select record_id from image where entity = :entity and fields ->> 'email' = :email")
                    .param("entity", pair.entity())
                    .param("email", email)
                    .query((row, n) -> new RecordKey(TENANT, pair.entity(), row.getString("record_id")))
                    .list();
        }

        private void find(String sentence, Object... about) {
            findings.add(pair.entity() + ": " + String.format(Locale.ROOT, sentence, about));
        }
    }
}
