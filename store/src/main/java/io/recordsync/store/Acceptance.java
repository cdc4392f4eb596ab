package io.recordsync.store;

import io.recordsync.store.Accepted.Verdict;
import io.recordsync.store.Merge.Merged;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Takes changes in: logs each under its event key, and merges it into the image of its record. */
public final class Acceptance {

    private final Transactions transactions;
    private final Images images;
    private final ChangeLog log;

    Acceptance(Statements statements, Transactions transactions) {
        this.transactions = transactions;
        this.images = new Images(statements);
        this.log = new ChangeLog(statements);
    }

    /**
     * Accepts a whole poll in one transaction: all of it, or none. Changes of one record are merged in their order in the list.
     *
     * @return one for each change, in the same order; the same event a second time is {@link Verdict#REPEATED}
     * @throws org.springframework.dao.DataAccessException when the database did not accept; the poll may be accepted again
     */
    public List<Accepted> accept(List<Change> changes) {
        return changes.isEmpty() ? List.of() : transactions.run(() -> acceptAll(changes));
    }

    private List<Accepted> acceptAll(List<Change> changes) {
        Poll poll = new Poll(images.lock(keys(changes)), log.known(changes));
        List<Accepted> answers = changes.stream().map(poll::take).toList();
        log.write(answers);
        images.write(poll.altered());
        return answers;
    }

    private static Set<RecordKey> keys(List<Change> changes) {
        return changes.stream().map(Change::key).collect(Collectors.toSet());
    }

    /** The images of one poll's records, while its changes are merged into them. */
    private static final class Poll {

        private final Map<RecordKey, Image> images;
        private final Set<EventId> known;
        private final Set<RecordKey> altered = new HashSet<>();

        Poll(Map<RecordKey, Image> images, Set<EventId> known) {
            this.images = new HashMap<>(images);
            this.known = new HashSet<>(known);
        }

        Accepted take(Change change) {
            return known.contains(EventId.of(change))
                    ? new Accepted(change, Verdict.REPEATED, image(change.key()).revision())
                    : merge(change);
        }

        private Accepted merge(Change change) {
            Image before = image(change.key());
            Merged merged = Merge.apply(before, change);
            if (merged.image() != before) {
                images.put(change.key(), merged.image());
                altered.add(change.key());
            }
            if (merged.verdict() != Verdict.REFUSED) {
                known.add(EventId.of(change));
            }
            return new Accepted(change, merged.verdict(), merged.image().revision());
        }

        Collection<Image> altered() {
            return altered.stream().map(this::image).toList();
        }

        private Image image(RecordKey key) {
            return Objects.requireNonNull(images.get(key));
        }
    }
}
