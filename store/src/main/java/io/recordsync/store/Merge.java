package io.recordsync.store;

import io.recordsync.store.Accepted.Verdict;
import io.recordsync.store.Change.Form;
import io.recordsync.store.Change.Operation;
import io.recordsync.store.Versions.OfSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a change becomes part of an image; a pure function.
 *
 * <p><b>One source.</b> Each field has the value of the newest change that speaks of it: a patch speaks of the fields that it names, a
 * snapshot of all, a delete of all and of the record itself. A record is deleted while a delete is the newest that was said of it. So changes
 * with different versions, each of which names a field, leave the same fields and the same record deleted or not, in whatever order they
 * arrive; and the same change again alters nothing. Revision and life count what arrived, and do depend on the order.
 *
 * <p><b>Several sources.</b> Versions of different sources are not compared: what arrives later wins. But a source that said something newer
 * before still does not undo it. A snapshot takes away only such fields as its own source set. Any source may delete the record; then a
 * source that did not brings it back by a create alone, not by an update and not by having seen it.
 *
 * <p><b>Several kinds of version</b> of one source are not compared either: what arrives later wins, but never undoes what was said with a newer
 * version of its own kind.
 *
 * <p><b>No version, or the same one</b>: the order of arrival.
 *
 * <p><b>A log that keeps the order of its source's changes</b>: what stands later in it than the newest is newer, also with a lower version. That
 * is a step back, after which the lower version is what others are compared with.
 */
final class Merge {

    /** What the image is after the change, and what that makes of the change. The very same image if nothing at all is to be kept of it. */
    record Merged(Image image, Verdict verdict) {}

    private final Image image;
    private final Change change;
    private final OfSource said;

    /** What its source said in the change's kind of version. */
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
        return merged.image().isTooLarge() ? new Merged(image, Verdict.REFUSED) : merged;
    }

    /** Whether the change is the next of its log, and yet has a lower version than was said before. */
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
                ? kept(versions, Verdict.UNCHANGED)
                : changed(image.life(), change.source(), Map.of(), versions);
    }

    /** A delete that was overtaken: what its source said before it is gone, what it said since stays. */
    private Merged deletedBefore() {
        return image.deleted() ? superseded() : written(List.of(), withoutOlder(List.of()), Verdict.SUPERSEDED);
    }

    private Merged write() {
        if (image.deleted() && !revives()) {
            return superseded();
        }
        List<String> newer = change.fields().keySet().stream()
                .filter(field -> !isOlderThan(ages.of(field)))
                .toList();
        boolean saysNothingNew = newer.isEmpty() && !change.fields().isEmpty();
        return written(newer, fields(newer), saysNothingNew ? Verdict.SUPERSEDED : Verdict.UNCHANGED);
    }

    private Map<String, @Nullable Object> fields(List<String> newer) {
        Map<String, @Nullable Object> fields =
                isSnapshot() ? withoutOlder(change.fields().keySet()) : new LinkedHashMap<>(image.fields());
        newer.forEach(field -> fields.put(field, change.fields().get(field)));
        return fields;
    }

    /** The image's fields but for those that the change's source set, not later than the change, and that it speaks of without naming them. */
    private Map<String, @Nullable Object> withoutOlder(Collection<String> named) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(image.fields());
        fields.keySet()
                .removeIf(field -> !named.contains(field)
                        && !change.unspoken().contains(field)
                        && image.versions().isSetBy(field, change.source())
                        && !isOlderThan(ages.of(field)));
        return fields;
    }

    private Merged written(List<String> set, Map<String, @Nullable Object> fields, Verdict ifUnaltered) {
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
                new Image(image.key(), image.revision() + 1, life, deletedBy, fields, versions), Verdict.CHANGED);
    }

    private Merged kept(Versions versions, Verdict verdict) {
        return new Merged(versions.equals(image.versions()) ? image : image.with(versions), verdict);
    }

    private Merged superseded() {
        return new Merged(image, Verdict.SUPERSEDED);
    }
}
