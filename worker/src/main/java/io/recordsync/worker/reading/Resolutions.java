package io.recordsync.worker.reading;

import io.recordsync.rules.ReadingRules;
import io.recordsync.rules.RuleSet;
import io.recordsync.store.Store;
import io.recordsync.store.counterpart.Again;
import io.recordsync.store.counterpart.Conflict;
import io.recordsync.store.counterpart.ConflictStore.Closed;
import io.recordsync.store.counterpart.ConflictStore.Decision;
import io.recordsync.store.counterpart.ConflictStore.Open;
import io.recordsync.store.counterpart.ConflictStore.Place;
import io.recordsync.store.counterpart.ConflictStore.Row;
import io.recordsync.store.counterpart.Counterpart;
import io.recordsync.store.counterpart.ReaderKey;
import io.recordsync.store.counterpart.RowPlace;
import io.recordsync.store.delivery.Standing;
import io.recordsync.store.ledger.Acceptance.Judged;
import io.recordsync.store.ledger.Acceptance.Result;
import io.recordsync.store.ledger.Accepted;
import io.recordsync.store.ledger.Image;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.workflows.OpenConflict;
import io.recordsync.workflows.Resolve;
import io.recordsync.workflows.ResolveResult;
import io.recordsync.workflows.ResolveResult.Outcome;
import io.recordsync.workflows.ResolveText;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** Decides conflicts as a person asks for: all that follows is written in one transaction. Thread-safe. */
public final class Resolutions {

    private static final String UNNAMED = "person";

    private final Store store;
    private final RuleSet rules;

    public Resolutions(Store store, RuleSet rules) {
        this.store = store;
        this.rules = rules;
    }

    /** The open conflicts of a record, as people see them. */
    public List<OpenConflict> open(RecordKey key) {
        return store.conflicts().openOf(key).stream().map(Resolutions::shown).toList();
    }

    /**
     * Decides a conflict. To repeat a decision changes nothing.
     *
     * @throws org.springframework.dao.DataAccessException if the database did not accept it; it may be repeated
     */
    public ResolveResult resolve(RecordKey key, Resolve asked) {
        AtomicReference<Found> found = new AtomicReference<>();
        return store.acceptance()
                .recognising(new MatchKeys(store, rules))
                .accept(
                        () -> {
                            found.set(find(key, asked));
                            return new Judged(found.get().decided().changes(), Set.of());
                        },
                        answers -> write(found.get(), asked, answers));
    }

    /**
     * What a decision is about, and what follows.
     *
     * @param place the conflict, if there is one to decide
     */
    private record Found(Decided decided, Optional<Place> place) {

        static Found nothing(Outcome outcome, String text) {
            return new Found(Decided.nothing(outcome, text), Optional.empty());
        }
    }

    /** All transactions lock in this order: images, deliveries, counterparts. Conflicts change under these locks. */
    private Found find(RecordKey key, Resolve asked) {
        Optional<Image> image =
                Optional.ofNullable(store.acceptance().lock(Set.of(key)).get(key));
        String system = asked.system();
        if (image.isEmpty() || system == null) {
            return Found.nothing(Outcome.NEEDED, ask(store.conflicts().openOf(key), asked));
        }
        Optional<Standing> delivery =
                Optional.ofNullable(store.standings().lock(Set.of(key), system).get(key));
        Optional<Counterpart> row = lockRow(key, system);
        List<Open> open = store.conflicts().openOf(key).stream()
                .filter(one -> one.system().equals(system))
                .filter(one -> asked.field() == null || asked.field().equals(one.path()))
                .toList();
        if (open.isEmpty()) {
            return closedBefore(row, asked);
        }
        if (open.size() > 1 || !isDecision(asked)) {
            return Found.nothing(Outcome.NEEDED, ask(open, asked));
        }
        if (delivery.filter(Standing::leased).isPresent()) {
            return Found.nothing(
                    Outcome.LATER,
                    "A delivery to %s is under way; the decision is made when it has ended.".formatted(system));
        }
        return find(open.getFirst(), image.get(), row, asked);
    }

    private Optional<Counterpart> lockRow(RecordKey key, String system) {
        return Optional.ofNullable(store.counterparts().of(Set.of(key), system).get(key))
                .map(Counterpart::place)
                .map(place -> store.counterparts().lock(Set.of(place)).get(place));
    }

    private Found find(Open open, Image image, Optional<Counterpart> row, Resolve asked) {
        Optional<String> refusal = ResolveText.refusal(shown(open), asked.take());
        if (refusal.isPresent()) {
            return Found.nothing(Outcome.NEEDED, refusal.get());
        }
        // A conflict is found by its system, entity and external id, whatever its object.
        Row of = new Row(
                row.map(Counterpart::place)
                        .filter(place -> place.externalId().equals(open.externalId()))
                        .orElseGet(() -> new RowPlace(image.key().tenant(), open.system(), "", open.externalId())),
                image.key().entity());
        Place place = new Place(of, open.path());
        Optional<ReadingRules> reading =
                rules.reading(open.system(), image.key().entity());
        boolean isThere =
                row.isPresent() && row.get().place().equals(of.place()) && !image.deleted() && reading.isPresent();
        return new Found(
                isThere
                        ? decide(place, image, row.get(), reading.get(), asked)
                        : Decided.closed(
                                "The conflict of %s at %s is closed, because its record or row is not there any more."
                                        .formatted(open.path(), open.system())),
                Optional.of(place));
    }

    private Decided decide(Place place, Image image, Counterpart row, ReadingRules reading, Resolve asked) {
        Conflict conflict = store.conflicts().openAt(Set.of(place.row())).getOrDefault(row.place(), List.of()).stream()
                .filter(one -> one.path().equals(place.path()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a conflict was closed without a lock"));
        Sides sides = new Sides(
                row.place().system(),
                rules,
                reading,
                rules.merging(image.key().entity()),
                store.hashes().get());
        ConflictDecision decision = new ConflictDecision(sides, image, row, conflict);
        return Resolve.OURS.equals(asked.take()) ? decision.ours() : decision.theirs();
    }

    private Found closedBefore(Optional<Counterpart> row, Resolve asked) {
        Optional<Closed> closed = row.flatMap(one ->
                store.conflicts().lastClosed(new Row(one.place(), one.entity()), Optional.ofNullable(asked.field())));
        return closed.map(one -> Found.nothing(
                        Outcome.DECIDED_BEFORE,
                        ResolveText.decidedBefore(
                                String.valueOf(asked.system()), one.path(), one.decision(), one.by(), one.closedAt())))
                .orElseGet(() -> Found.nothing(Outcome.NEEDED, ResolveText.none(asked.system(), asked.field())));
    }

    private static String ask(List<Open> open, Resolve asked) {
        return open.isEmpty()
                ? ResolveText.none(asked.system(), asked.field())
                : ResolveText.needed(open.stream().map(Resolutions::shown).toList());
    }

    private static boolean isDecision(Resolve asked) {
        return Resolve.OURS.equals(asked.take()) || Resolve.THEIRS.equals(asked.take());
    }

    private ResolveResult write(Found found, Resolve asked, List<Accepted> answers) {
        Decided decided = found.decided();
        boolean isTaken = answers.stream()
                .allMatch(answer -> answer.result() == Result.CHANGED || answer.result() == Result.UNCHANGED);
        if (!isTaken) {
            return new ResolveResult(
                    Outcome.NEEDED,
                    "The ledger did not take the system's value, because the record would be too large.");
        }
        found.place().ifPresent(place -> write(decided, place, asked));
        return decided.result();
    }

    private void write(Decided decided, Place place, Resolve asked) {
        store.counterparts()
                .write(
                        decided.counterpart().stream().toList(),
                        store.hashes().get().keyId());
        if (decided.closes()) {
            store.conflicts()
                    .close(
                            List.of(place),
                            new Decision(
                                    String.valueOf(asked.take()),
                                    asked.by() == null ? UNNAMED : asked.by(),
                                    Optional.ofNullable(asked.reason())));
        }
        store.conflicts().keep(decided.lost());
        RowPlace row = place.row().place();
        store.readAgain()
                .addNow(
                        new ReaderKey(row.tenant(), row.system(), place.row().entity()),
                        decided.again().stream()
                                .map(why -> new Again(row.externalId(), why))
                                .toList());
    }

    private static OpenConflict shown(Open open) {
        return new OpenConflict(open.system(), open.path(), open.kind().stored(), open.openedAt());
    }
}
