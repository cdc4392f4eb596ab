package io.recordsync.worker.reading;

import io.recordsync.connectors.Write;
import io.recordsync.rules.Back;
import io.recordsync.rules.ReadingRules;
import io.recordsync.store.counterpart.Counterpart;
import io.recordsync.store.counterpart.LostValue;
import io.recordsync.store.counterpart.RowPlace;
import io.recordsync.store.ledger.Image;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.worker.reading.Judgement.Verdict;
import io.recordsync.worker.reading.ModelSystem.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Knows what people did, and says where the ledger or a system has something else. It judges by rows, images, conflicts
 * and kept values, and never by what the ledger notes as given or shown.
 */
final class Oracle {

    private final World world;
    private final List<Edit> edits = new ArrayList<>();

    /** Every value that a path had, and the step since which it had it. */
    private final Map<RecordKey, List<Past>> past = new HashMap<>();

    private final Map<String, @Nullable Object> given = new HashMap<>();
    private final Map<String, @Nullable Object> known = new HashMap<>();
    private final Map<String, Long> revisions = new HashMap<>();
    private final Map<String, Integer> begun = new HashMap<>();

    /** Rows that we made of which nothing says whose they are, if the answer is lost. The create then makes another. */
    private final Set<String> unrecognisable = new HashSet<>();

    private final Map<RecordKey, Past> beforeDoubt = new HashMap<>();
    private final DeleteOracle deletes;
    private Map<RecordKey, Image> before = Map.of();
    private int made;
    private int lost;

    /**
     * Rows that people have restored or made anew, and that nobody has read since. What such a row shows is taken as a
     * whole, as at first contact: an edit is not told apart from what the row showed before, and a blank is filled.
     */
    private final Set<String> cameBack = new HashSet<>();

    private boolean isArriving;

    record Past(int step, Map<String, @Nullable Object> fields, boolean deleted) {}

    Oracle(World world) {
        this.world = world;
        this.deletes = new DeleteOracle(world, this);
    }

    DeleteOracle deletes() {
        return deletes;
    }

    /** The images before the step that is under way. */
    Map<RecordKey, Image> before() {
        return before;
    }

    List<Edit> edits() {
        return edits;
    }

    List<Past> past(RecordKey key) {
        return past.getOrDefault(key, List.of());
    }

    int made() {
        return made;
    }

    ReadingRules reading(String system) {
        return world.rules.reading(system, "contact").orElseThrow();
    }

    /** What the row shows of a path; empty if it cannot be read. */
    Optional<Back> back(String system, Row row, String path) {
        Back back = reading(system).back(row.shown().content(), Set.of(path));
        return back.unreadable().isEmpty() ? Optional.of(back) : Optional.empty();
    }

    /** A person has changed the field, or made the row. */
    void edited(ModelSystem system, @Nullable Row former, Row row, String field) {
        Object stored = row.shown().content().get(field);
        if (former != null && Objects.equals(former.shown().content().get(field), stored)) {
            return;
        }
        boolean isForm = former != null && isKnown(system, former, row, field);
        for (String path : reading(system.system()).pathsOf(field)) {
            edits.stream()
                    .filter(edit -> edit.isAt(system.system(), row.id()) && edit.path.equals(path))
                    .forEach(edit -> edit.isFollowed = true);
            Object value = back(system.system(), row, path)
                    .map(one -> one.values().get(path))
                    .orElse(stored);
            Edit edit = new Edit(system.system(), row.id(), field, path, row.number(), world.step(), stored, value);
            // It says nothing new, so that what we give goes over it.
            edit.isOverwritten = isForm || former != null && cameBack.contains(row.id());
            edits.add(edit);
            boolean isFormer = edits.stream()
                    .anyMatch(one -> one.isAt(system.system(), row.id())
                            && one.path.equals(path)
                            && one.isFollowed
                            && Objects.equals(one.value, value));
            world.coverage.note(isFormer ? "edit back to a former value" : "edit");
        }
    }

    /** Whether the field shows again, perhaps in another form, what it showed before the edits that nobody has read. */
    private boolean isKnown(ModelSystem system, Row former, Row row, String field) {
        String place = row.id() + " " + field;
        if (unread(system, row).stream().allMatch(edit -> edit.isOverwritten || !edit.field.equals(field))) {
            known.put(
                    place,
                    world.normal(
                            system.system(), field, former.shown().content().get(field)));
        }
        Object now = world.normal(system.system(), field, row.shown().content().get(field));
        return known.containsKey(place) && Objects.equals(known.get(place), now);
    }

    void cameBack(Row row) {
        cameBack.add(row.id());
    }

    void beforeReading() {
        before = world.images();
        lost = losers().size();
    }

    void noteImages() {
        world.images().forEach(this::noteImage);
    }

    private void noteImage(RecordKey key, Image image) {
        List<Past> all = past.computeIfAbsent(key, none -> new ArrayList<>());
        Past now = new Past(world.step(), image.fields(), image.deleted());
        if (all.isEmpty()
                || !all.getLast().fields().equals(now.fields())
                || all.getLast().deleted() != now.deleted()) {
            noteChangeBack(key, all, now);
            all.add(now);
        }
    }

    /** A call of this record has had no answer. */
    void unanswered(RecordKey key) {
        List<Past> all = past(key);
        if (all.size() > 1) {
            beforeDoubt.put(key, all.get(all.size() - 2));
        }
    }

    /** Whether a path has again what it had before the value that a call without an answer may have written. */
    private void noteChangeBack(RecordKey key, List<Past> all, Past now) {
        Past former = beforeDoubt.get(key);
        if (former != null
                && now.fields().entrySet().stream()
                        .anyMatch(one -> Objects.equals(former.fields().get(one.getKey()), one.getValue())
                                && !Objects.equals(all.getLast().fields().get(one.getKey()), one.getValue()))) {
            world.coverage.note("a call without answer followed by a change back");
        }
    }

    void read(Side side, List<Row> rows, List<Verdict> verdicts, boolean byId) {
        Map<RecordKey, Image> after = world.images();
        after.forEach(this::noteImage);
        Map<RowPlace, Counterpart> linked = world.store
                .counterparts()
                .at(rows.stream().map(row -> place(side, row)).toList());
        for (int i = 0; i < rows.size(); i++) {
            Verdict verdict = verdicts.get(i);
            world.coverage.note("verdict " + verdict + (byId ? " by id" : ""));
            Row row = rows.get(i);
            if (verdict == Verdict.LATER || verdict == Verdict.AMBIGUOUS) {
                continue;
            }
            cameBack.remove(row.id());
            edits.stream()
                    .filter(edit -> edit.isAt(side.name(), row.id()) && edit.number <= row.number())
                    .forEach(edit -> edit.isRead = true);
            Optional.ofNullable(linked.get(place(side, row)))
                    .flatMap(Counterpart::record)
                    .ifPresent(key -> taken(side, row, key, after));
        }
    }

    static RowPlace place(Side side, Row row) {
        return new RowPlace("default", side.name(), "Contact", row.id());
    }

    /** What the page has changed of the record is what somebody has typed there, and is taken once. */
    private void taken(Side side, Row row, RecordKey key, Map<RecordKey, Image> after) {
        Image now = Objects.requireNonNull(after.get(key), key::toString);
        Image then = before.getOrDefault(key, Image.none(key));
        if (losers().size() != lost) {
            // What was overruled is given again.
            given.keySet().removeIf(name -> name.startsWith(row.id() + " "));
        }
        if (then.deleted() && !now.deleted()) {
            deletes.revived(side, row, now);
            return;
        }
        if (then.revision() == 0 && unrecognisable.contains(row.id())) {
            world.coverage.note("second row of a create");
            return;
        }
        Map<String, @Nullable Object> content = world.mapped(key, now, side.name());
        reading(side.name()).readFields().forEach(field -> {
            if (Objects.equals(
                    world.normal(side.name(), field, row.shown().content().get(field)), content.get(field))) {
                given.put(row.id() + " " + field, content.get(field));
            }
        });
        for (String path : reading(side.name()).paths()) {
            Object value = now.fields().get(path);
            if (!Objects.equals(value, then.fields().get(path))) {
                taken(side, row, path, value);
            }
        }
    }

    private void taken(Side side, Row row, String path, @Nullable Object value) {
        world.coverage.note("taken");
        Optional<Edit> edit = edits.stream()
                .filter(one -> one.isAt(side.name(), row.id())
                        && one.path.equals(path)
                        && one.number <= row.number()
                        && !one.isTaken
                        && (Objects.equals(one.value, value)
                                || reading(side.name()).feeds(path).size() > 1))
                .findFirst();
        if (edit.isEmpty()) {
            throw new AssertionError(
                    "3: nobody typed " + value + " for " + path + " of " + row.id() + ", or it was" + " taken twice");
        }
        edit.get().isTaken = true;
    }

    void begins(RecordKey key, Side side) {
        begun.put(key + " " + side.name(), world.step());
    }

    void arriving(boolean now) {
        isArriving = now;
    }

    void wrote(ModelSystem system, Write write, @Nullable Row former, @Nullable Row row) {
        String who = write.recordId() + " " + system.system();
        if (!isArriving && write.revision() < revisions.getOrDefault(who, 0L)) {
            throw new AssertionError("12: revision " + write.revision() + " of " + who + " comes after a later one");
        }
        revisions.merge(who, write.revision(), Math::max);
        world.coverage.note("write " + write.operation());
        if (former == null) {
            made++;
            if (row != null && write.match().isEmpty() && !system.traits().keepsId()) {
                unrecognisable.add(row.id());
            }
        } else if (row == null) {
            deleted(system, write, former);
        } else {
            overwritten(system, write, former);
        }
        write.content().forEach((field, value) -> given.put((row == null ? "" : row.id()) + " " + field, value));
    }

    private void deleted(ModelSystem system, Write write, Row former) {
        int since =
                begun.getOrDefault(new RecordKey("default", "contact", write.recordId()) + " " + system.system(), 0);
        unread(system, former).forEach(edit -> {
            // One that only writes a value in another form says nothing new.
            if (edit.step < since && !edit.isOverwritten && !isArriving && !write.inDoubt()) {
                throw new AssertionError("5: a delete goes over an " + edit);
            }
            edit.isOverwritten = true;
        });
        if (write.inDoubt()) {
            // What was read of a field in doubt was not judged.
            edits.stream()
                    .filter(edit -> edit.isAt(system.system(), former.id()) && !edit.isFollowed)
                    .forEach(edit -> goneOver(edit, false));
        }
    }

    private List<Edit> latest(ModelSystem system, Row row, String field) {
        return edits.stream()
                .filter(edit -> edit.isAt(system.system(), row.id()) && !edit.isFollowed && edit.field.equals(field))
                .toList();
    }

    private List<Edit> unread(ModelSystem system, Row row) {
        return edits.stream()
                .filter(edit -> edit.isAt(system.system(), row.id()) && !edit.isRead && !edit.isFollowed)
                .toList();
    }

    private void overwritten(ModelSystem system, Write write, Row former) {
        boolean isSure = !write.inDoubt() && !isArriving && write.operation() == Write.Operation.UPDATE;
        boolean isEcho = isSure && !write.writesRecordId();
        for (Map.Entry<String, @Nullable Object> sent : write.content().entrySet()) {
            String field = sent.getKey();
            Object shows = former.shown().content().get(field);
            Object form = system.traits().form().of(field, sent.getValue());
            List<Edit> over = unread(system, former).stream()
                    .filter(edit -> edit.field.equals(field))
                    .toList();
            isEcho &= Objects.equals(shows, sent.getValue()) && over.isEmpty();
            if (Objects.equals(shows, form)) {
                // Both sides say the same.
                over.forEach(edit -> edit.isOverwritten = true);
            } else {
                boolean isOld = isSure
                        && given.containsKey(former.id() + " " + field)
                        && Objects.equals(given.get(former.id() + " " + field), sent.getValue());
                over.forEach(edit -> goneOver(edit, isOld));
                if (write.inDoubt()) {
                    // A row that is read while a field is in doubt says nothing of that field.
                    latest(system, former, field).forEach(edit -> goneOver(edit, false));
                }
            }
        }
        if (isEcho) {
            throw new AssertionError("6: a write to " + former.id() + " says only what it shows: " + write.content());
        }
    }

    private void goneOver(Edit edit, boolean isOld) {
        if (isOld) {
            throw new AssertionError("5: a value that was given before goes over an " + edit);
        }
        world.coverage.note("overwritten unseen");
        edit.isOverwritten = true;
    }

    /** A person has decided: ours is given again, and theirs is not what was given before. */
    void resolved(Side side, RecordKey key) {
        noteImages();
        side.system
                .rows()
                .forEach(row -> Optional.ofNullable(world.store
                                .counterparts()
                                .at(List.of(place(side, row)))
                                .get(place(side, row)))
                        .flatMap(Counterpart::record)
                        .filter(key::equals)
                        .ifPresent(mine -> given.keySet().removeIf(name -> name.startsWith(row.id() + " "))));
    }

    /** The values of the systems that gave way, and those of ours. */
    List<LostValue> losers() {
        Set<LostValue> all = new LinkedHashSet<>();
        world.keys().forEach(key -> all.addAll(world.store.conflicts().lost(key)));
        return List.copyOf(all);
    }

    void atRest() {
        new AtRest(world, this).check();
    }
}
