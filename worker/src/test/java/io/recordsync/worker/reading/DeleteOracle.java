package io.recordsync.worker.reading;

import io.recordsync.rules.Back;
import io.recordsync.store.counterpart.Conflict;
import io.recordsync.store.counterpart.ConflictStore;
import io.recordsync.store.counterpart.Counterpart;
import io.recordsync.store.counterpart.RowPlace;
import io.recordsync.store.ledger.Image;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.worker.reading.ModelSystem.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Knows which rows people have deleted and restored, and says where the ledger deletes or revives without that. */
final class DeleteOracle {

    private final World world;
    private final Oracle oracle;

    /** The edits that were gone with their rows. */
    private final Map<String, List<Edit>> gone = new HashMap<>();

    private final Set<String> restored = new HashSet<>();

    /** The systems at which a person has said that records are kept. */
    private final Set<String> rejected = new HashSet<>();

    DeleteOracle(World world, Oracle oracle) {
        this.world = world;
        this.oracle = oracle;
    }

    void deleted(Side side, Row row) {
        List<Edit> edits = oracle.edits().stream()
                .filter(edit -> edit.isAt(side.name(), row.id()) && !edit.isFollowed)
                .toList();
        edits.forEach(edit -> edit.isFollowed = true);
        gone.put(row.id(), new ArrayList<>(edits));
        restored.remove(row.id());
    }

    void restored(Side side, Row row) {
        gone.getOrDefault(row.id(), List.of()).forEach(edit -> edit.isFollowed = false);
        gone.remove(row.id());
        restored.add(row.id());
        oracle.cameBack(row);
    }

    /** A run, or a step of it, has deleted only what follows from the deletes of people. */
    void ran(Side side, String end) {
        if (!end.isEmpty()) {
            world.coverage.note("run ends as " + end);
        }
        Set<RecordKey> deletedNow = deletedNow();
        if (end.equals("waiting")) {
            require(deletedNow.isEmpty(), "13: deletes are held, and applied: " + deletedNow);
        }
        require(world.heldButGone(side) == 0, "13: a held delete is applied before anybody has decided");
        requireFollowed(side, deletedNow);
    }

    void decided(Side side, boolean approved) {
        if (!approved) {
            rejected.add(side.name());
        }
        Set<RecordKey> deletedNow = deletedNow();
        require(approved || deletedNow.isEmpty(), "13: a rejected delete is applied: " + deletedNow);
        requireFollowed(side, deletedNow);
    }

    private Set<RecordKey> deletedNow() {
        Set<RecordKey> now = new HashSet<>();
        world.images().forEach((key, image) -> {
            Image then = oracle.before().get(key);
            if (image.deleted() && then != null && !then.deleted()) {
                now.add(key);
            }
        });
        oracle.noteImages();
        return now;
    }

    private void requireFollowed(Side side, Set<RecordKey> deleted) {
        deleted.forEach(key -> {
            require(world.setting.deletes().policy().equals("follow"), "10: deleted against the policy: " + key);
            require(hasDeletedRow(side, key), "10: nobody has deleted a row of " + key + " at " + side.name());
            world.coverage.note("record follows its row");
        });
    }

    private boolean hasDeletedRow(Side side, RecordKey key) {
        return side.system.deleted().stream()
                .anyMatch(row -> gone.containsKey(row.id())
                        && counterpart(side, row).flatMap(Counterpart::record).equals(Optional.of(key)));
    }

    private Optional<Counterpart> counterpart(Side side, Row row) {
        RowPlace place = Oracle.place(side, row);
        return Optional.ofNullable(world.store.counterparts().at(List.of(place)).get(place));
    }

    /** A row that was read has brought the record back: by an edit, or because a person has restored or made it. */
    void revived(Side side, Row row, Image now) {
        boolean isByPerson = restored.contains(row.id())
                || oracle.edits().stream()
                        .anyMatch(edit ->
                                edit.isAt(side.name(), row.id()) && edit.number <= row.number() && !edit.isTaken);
        world.coverage.note(restored.contains(row.id()) ? "revived by a restored row" : "revived by an edit");
        require(isByPerson, "8: " + now.key() + " lives again by " + row.id() + ", which nobody has touched");
        oracle.reading(side.name()).paths().forEach(path -> requireWhole(side, row, now, path));
    }

    private void requireWhole(Side side, Row row, Image now, String path) {
        Optional<Back> back = oracle.back(side.name(), row, path);
        Object shows = back.map(one -> one.values().get(path)).orElse(null);
        boolean isSame = back.isEmpty() || Objects.equals(shows, now.fields().get(path));
        require(
                isSame || isOpen(side, row, path),
                "9: " + now.key() + " lives again with " + path + " "
                        + now.fields().get(path) + ", and " + row.id() + " shows " + shows);
    }

    private boolean isOpen(Side side, Row row, String path) {
        RowPlace place = Oracle.place(side, row);
        return world
                .store
                .conflicts()
                .openAt(List.of(new ConflictStore.Row(place, "contact")))
                .getOrDefault(place, List.of())
                .stream()
                .anyMatch(conflict -> conflict.path().equals(path));
    }

    /** Whether a record may have no row at rest: a person has deleted it, and nothing makes it again. */
    boolean mayLack(Side side, RecordKey key, Map<RowPlace, List<Conflict>> conflicts) {
        boolean isUnsure = conflicts.entrySet().stream()
                .anyMatch(one -> one.getKey().system().equals(side.name())
                        && one.getValue().stream()
                                .anyMatch(conflict -> conflict.path().equals(Conflict.WHOLE_ROW)));
        boolean isKept = world.setting.deletes().policy().equals("keep") || rejected.contains(side.name()) || isUnsure;
        boolean may = isKept && hasDeletedRow(side, key);
        if (may) {
            world.coverage.note("kept without its row");
        }
        return may;
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
