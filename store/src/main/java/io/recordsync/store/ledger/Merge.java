package io.recordsync.store.ledger;

import io.recordsync.store.ledger.Acceptance.Result;
import io.recordsync.store.ledger.Change.Form;
import io.recordsync.store.ledger.Change.Operation;
import io.recordsync.store.ledger.Versions.OfSource;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Merges a change into an image; a pure function.
 *
 * <p><b>One source.</b> Each field has the value of the newest change that covers it: a patch covers the fields that it
 * names, a snapshot covers all fields, and a delete covers all fields and the record itself. A record is deleted while
 * the newest change of it is a delete. So changes with different versions, each of which names a field, lead to the
 * same fields and the same deleted state in any order of arrival, and a repeated change has no effect. Revision and
 * life count what arrived, and do depend on the order.
 *
 * <p><b>Several sources.</b> Versions of different sources are not compared: the later arrival wins. But even then, a
 * change does not undo a newer one of its own source. A snapshot removes only the fields that its own source set. Any
 * source may delete the record. Another source then brings it back only by a create, not by an update or an
 * observation.
 *
 * <p><b>A producer that repeats itself says nothing new.</b> If another source has replaced the value of a field, a
 * snapshot that still has the replaced value does not set the field again. A patch does, because it names a field only
 * if the field was set.
 *
 * <p><b>Several kinds of version</b> of one source are not compared either: the later arrival wins, but it never undoes
 * a change with a newer version of its own kind.
 *
 * <p><b>No version, or the same version:</b> the order of arrival counts.
 *
 * <p><b>A log that keeps the order of its source's changes:</b> a change with a later position than the newest change
 * is newer, even if its version is lower. This is a step back. After it, the lower version is the one that other
 * changes are compared with.
 */
final class Merge {

    /**
     * The image after the change, and the result for the change. It is the very same image if nothing of the change is
     * kept.
     */
    record Merged(Image image, Result result) {}

    private final Image image;
    private final Change change;
    private final OfSource said;

    /** The ages that the change's source has given in the change's kind of version. */
    private final Ages ages;

    private final boolean isNextInLog;
    private final Parts parts;

    private Merge(Image image, Change change, Parts parts) {
        this.image = image;
        this.change = change;
        this.parts = parts;
        this.said = image.versions().of(change.source());
        this.ages = said.inKindOf(change.version());
        this.isNextInLog = change.place() != null && change.place().isAfter(said.place());
    }

    /**
     * What a merge needs besides, asked for when it is needed.
     *
     * @param hashes by which a value that was replaced is recognised
     * @param now when the change is accepted, by the ledger's clock
     */
    record Parts(Supplier<FieldHashes> hashes, Supplier<Instant> now) {}

    static Merged apply(Image image, Change change, Parts parts) {
        Merged merged = new Merge(image, change, parts).merged();
        return merged.image().isTooLarge() ? new Merged(image, Result.REFUSED) : merged;
    }

    /** Whether the change is the next one of its log, but has a lower version than an earlier change. */
    static boolean isStepBack(Image image, Change change, Parts parts) {
        return new Merge(image, change, parts).isStepBack();
    }

    private Merged merged() {
        if (change.isTouch()) {
            return touched();
        }
        if (isOutdated()) {
            return superseded();
        }
        return change.operation() == Operation.DELETE ? delete() : write();
    }

    /** A new revision of the same content, so that it is delivered again. */
    private Merged touched() {
        return image.revision() == 0
                ? superseded()
                : changed(image.life(), image.deletedBy(), image.fields(), image.versions());
    }

    private Merged delete() {
        return saidNewer() ? deletedBefore() : deleted();
    }

    private Merged deleted() {
        Versions versions = image.versions().deletedBy(change.source(), saidNow(List.of()));
        return image.deleted()
                ? kept(versions, Result.UNCHANGED)
                : changed(image.life(), change.source(), Map.of(), versions);
    }

    /**
     * A delete that was overtaken. It removes what its source said before it, and keeps what its source has said since.
     */
    private Merged deletedBefore() {
        return image.deleted() ? superseded() : written(List.of(), withoutOlder(List.of()), Result.SUPERSEDED);
    }

    private Merged write() {
        if (image.deleted() && !revives()) {
            return superseded();
        }
        List<String> newer = change.fields().keySet().stream()
                .filter(field -> !isOlderThan(ages.of(field)))
                .toList();
        boolean saysNothingNew = newer.isEmpty() && !change.fields().isEmpty();
        List<String> set = newer.stream().filter(field -> !isRepeated(field)).toList();
        return written(set, fields(set), saysNothingNew ? Result.SUPERSEDED : Result.UNCHANGED);
    }

    /** Whether the source says of this field only what another source has replaced since. */
    private boolean isRepeated(String field) {
        String replaced = change.isReport() && image.fields().containsKey(field)
                ? said.overruled().get(field)
                : null;
        return replaced != null && replaced.equals(hash(field, change.fields().get(field)));
    }

    private String hash(String field, @Nullable Object value) {
        return parts.hashes().get().of(image.key().tenant(), field, value);
    }

    private Map<String, @Nullable Object> fields(List<String> set) {
        Map<String, @Nullable Object> fields =
                isSnapshot() ? withoutOlder(change.fields().keySet()) : new LinkedHashMap<>(image.fields());
        set.forEach(field -> fields.put(field, change.fields().get(field)));
        return fields;
    }

    /**
     * The image's fields without those that the change's source set, not later than the change, and that the change
     * covers without naming them.
     */
    private Map<String, @Nullable Object> withoutOlder(Collection<String> named) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(image.fields());
        fields.keySet()
                .removeIf(field -> !named.contains(field)
                        && !change.unspoken().contains(field)
                        && image.versions().isSetBy(field, change.source())
                        && !isOlderThan(ages.of(field)));
        return fields;
    }

    private Merged written(List<String> set, Map<String, @Nullable Object> fields, Result ifUnaltered) {
        Versions versions = image.versions()
                .withOverruled(replaced(set))
                .withTimes(timesBefore())
                .with(change.source(), saidNow(set), set, fields.keySet(), madeAt());
        boolean newLife = image.life() == 0 || image.deleted();
        return newLife || !fields.equals(image.fields())
                ? changed(newLife ? image.life() + 1 : image.life(), null, fields, versions)
                : kept(versions, ifUnaltered);
    }

    /** The hashes of other producers' values that the change replaces or confirms: it sets these fields from now on. */
    private Map<String, String> replaced(List<String> set) {
        Map<String, String> replaced = new LinkedHashMap<>();
        if (image.versions().hasOthersThan(change.source())) {
            set.stream()
                    .filter(image.fields()::containsKey)
                    .filter(field -> image.versions().isSetByOtherProducer(field, change.source()))
                    .forEach(field ->
                            replaced.put(field, hash(field, image.fields().get(field))));
        }
        return replaced;
    }

    /** When the change was made, or accepted, if its version does not tell. Asked only where systems are read. */
    private @Nullable Instant madeAt() {
        Version version = change.version();
        if (version == null && change.madeAt() != null) {
            return change.madeAt();
        }
        boolean isTold = version != null && version.time().isPresent();
        return isTold || !isSharedWithSystem() ? null : parts.now().get();
    }

    private boolean isSharedWithSystem() {
        return Sources.isSystem(change.source()) || image.versions().isOfSystem();
    }

    /**
     * Where the first system joins a record, the time of the last change counts for all that has no time, so that the
     * system's edits are not always the later ones.
     */
    private Map<String, Instant> timesBefore() {
        if (image.fields().isEmpty() || image.versions().isOfSystem() || !Sources.isSystem(change.source())) {
            return Map.of();
        }
        Instant before = image.changedAt() == null ? parts.now().get() : image.changedAt();
        Map<String, Instant> times = new LinkedHashMap<>();
        image.fields().keySet().stream()
                .filter(field -> image.versions().timeOf(field).isEmpty())
                .forEach(field -> times.put(field, before));
        return times;
    }

    private OfSource saidNow(List<String> set) {
        OfSource saidOf = said.overruled().isEmpty() ? said : said.repeating(stillReplaced(set));
        Version version = change.version();
        if (version == null) {
            return saidOf;
        }
        boolean isNewest = isNextInLog || !version.isOlderThan(ages.base());
        return saidOf.with(version.kind(), agesNow(version, set), isNewest ? change.place() : said.place());
    }

    /** The fields whose replaced value the source has not taken back. */
    private List<String> stillReplaced(List<String> set) {
        return said.overruled().keySet().stream()
                .filter(field -> change.fields().containsKey(field) ? !set.contains(field) : !isLeftOut(field))
                .toList();
    }

    /** Whether a snapshot says that its source does not have the field any more. */
    private boolean isLeftOut(String field) {
        return isSnapshot()
                && change.operation() != Operation.DELETE
                && !change.unspoken().contains(field)
                && !isOlderThan(ages.of(field));
    }

    private Ages agesNow(Version version, List<String> set) {
        if (!isSnapshot() && change.operation() != Operation.DELETE) {
            return ages.withFields(set, version);
        }
        return isStepBack() ? new Ages(version, Map.of()) : ages.withBase(version, change.unspoken());
    }

    private boolean revives() {
        boolean entitled =
                change.operation() == Operation.CREATE || change.source().equals(image.deletedBy());
        return entitled && !saidNewer();
    }

    private boolean isStepBack() {
        return isNextInLog && change.version() != null && ages.saidNewerThan(change.version());
    }

    private boolean isOutdated() {
        return !isNextInLog && change.version() != null && ages.saidNewerOfEachFieldThan(change.version());
    }

    private boolean saidNewer() {
        return !isNextInLog && change.version() != null && ages.saidNewerThan(change.version());
    }

    private boolean isSnapshot() {
        return change.form() == Form.SNAPSHOT;
    }

    private boolean isOlderThan(@Nullable Version version) {
        return !isNextInLog && change.version() != null && change.version().isOlderThan(version);
    }

    private Merged changed(
            int life, @Nullable String deletedBy, Map<String, @Nullable Object> fields, Versions versions) {
        return new Merged(
                new Image(image.key(), image.revision() + 1, life, deletedBy, fields, versions), Result.CHANGED);
    }

    private Merged kept(Versions versions, Result result) {
        return new Merged(versions.equals(image.versions()) ? image : image.with(versions), result);
    }

    private Merged superseded() {
        return new Merged(image, Result.SUPERSEDED);
    }
}
