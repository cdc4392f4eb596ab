package io.recordsync.store.ledger;

import io.recordsync.store.ledger.Acceptance.Result;
import io.recordsync.store.ledger.Change.Form;
import io.recordsync.store.ledger.Change.Operation;
import io.recordsync.store.ledger.Versions.OfSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    private Merge(Image image, Change change) {
        this.image = image;
        this.change = change;
        this.said = image.versions().of(change.source());
        this.ages = said.inKindOf(change.version());
        this.isNextInLog = change.place() != null && change.place().isAfter(said.place());
    }

    static Merged apply(Image image, Change change) {
        Merged merged = new Merge(image, change).merged();
        return merged.image().isTooLarge() ? new Merged(image, Result.REFUSED) : merged;
    }

    /** Whether the change is the next one of its log, but has a lower version than an earlier change. */
    static boolean isStepBack(Image image, Change change) {
        return new Merge(image, change).isStepBack();
    }

    private Merged merged() {
        if (isOutdated()) {
            return superseded();
        }
        return change.operation() == Operation.DELETE ? delete() : write();
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
        return written(newer, fields(newer), saysNothingNew ? Result.SUPERSEDED : Result.UNCHANGED);
    }

    private Map<String, @Nullable Object> fields(List<String> newer) {
        Map<String, @Nullable Object> fields =
                isSnapshot() ? withoutOlder(change.fields().keySet()) : new LinkedHashMap<>(image.fields());
        newer.forEach(field -> fields.put(field, change.fields().get(field)));
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
        Versions versions = image.versions().with(change.source(), saidNow(set), set, fields.keySet());
        boolean newLife = image.life() == 0 || image.deleted();
        return newLife || !fields.equals(image.fields())
                ? changed(newLife ? image.life() + 1 : image.life(), null, fields, versions)
                : kept(versions, ifUnaltered);
    }

    private OfSource saidNow(List<String> set) {
        Version version = change.version();
        if (version == null) {
            return said;
        }
        boolean isNewest = isNextInLog || !version.isOlderThan(ages.base());
        return said.with(version.kind(), agesNow(version, set), isNewest ? change.place() : said.place());
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
