package io.recordsync.worker.reading;

import io.recordsync.store.counterpart.Again;
import io.recordsync.store.counterpart.ReaderKey;
import io.recordsync.store.counterpart.Why;
import io.recordsync.worker.reading.Judgement.Verdict;
import io.recordsync.worker.reading.Readings.Page;
import io.recordsync.worker.reading.Readings.Read;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Pages and single rows that the readers of a round ask for and commit, and what the oracle is told of them. */
final class StepReading {

    private static final int MOST = 1000;

    private final World world;
    private final ModelLedger ledger;
    private final Readings readings;
    private int asked;

    StepReading(World world, ModelLedger ledger) {
        this.world = world;
        this.ledger = ledger;
        this.readings = new Readings(world.store, world.rules);
    }

    void ask(Side side, boolean full) {
        Instant now = world.store.standings().now();
        Traits traits = side.system.traits();
        Instant until = traits.cut(side.system.now()).minus(traits.lag()).minus(traits.resolution());
        List<ModelSystem.Row> rows = side.system.feed(full ? Instant.EPOCH : side.cursor);
        side.page = Optional.of(new Side.Asked(rows, now, until, world.prefix() + "run/" + ++asked));
    }

    /** Judges the page that was asked for; whether a page was there. */
    boolean commit(Side side) {
        if (side.page.isEmpty()) {
            return false;
        }
        Side.Asked page = side.page.get();
        world.store.readAgain().addNow(reader(side), judge(side, page, false).again());
        if (page.until().isAfter(side.cursor)) {
            side.cursor = page.until();
        }
        return true;
    }

    private Read judge(Side side, Side.Asked page, boolean byId) {
        Optional<Duration> ahead = Optional.of(world.ahead(side));
        return accept(
                new Page(
                        "default",
                        side.name(),
                        "contact",
                        "Contact",
                        page.name(),
                        page.rows().stream()
                                .map(row -> new SeenRow(row.shown(), page.asked(), byId, ahead))
                                .toList(),
                        side.system.traits().keepsId()),
                () -> {},
                read -> {});
    }

    /** Judges rows that a step, a run or a delivery has met. */
    Read accept(Page page, Runnable first, Consumer<Read> last) {
        Side side = world.sides.stream()
                .filter(one -> one.name().equals(page.system()))
                .findFirst()
                .orElseThrow();
        List<ModelSystem.Row> rows =
                page.rows().stream().map(seen -> side.system.shown(seen.row())).toList();
        world.oracle.beforeReading();
        Read read = readings.accept(page, first, last);
        world.know(read.changed());
        world.oracle.read(side, rows, read.verdicts(), page.rows().stream().anyMatch(SeenRow::byId));
        return read;
    }

    /** Reads the rows that have to wait by their ids. Those that are not there are left to a run. */
    void readAgain(Side side) {
        for (String id : waiting(side)) {
            Optional<Read> read = look(side, id);
            if (read.isPresent()) {
                boolean isLeft = read.get().verdicts().getFirst() == Verdict.LATER
                        || read.get().verdicts().getFirst() == Verdict.AMBIGUOUS;
                if (!isLeft) {
                    world.store.readAgain().remove(reader(side), List.of(id));
                }
                world.store.readAgain().addNow(reader(side), read.get().again());
            }
        }
    }

    private Optional<Read> look(Side side, String id) {
        Instant now = world.store.standings().now();
        return side.system
                .row(id)
                .map(row -> judge(
                        side,
                        new Side.Asked(List.of(row), now, Instant.EPOCH, world.prefix() + "find/" + ++asked),
                        true));
    }

    /** The ids of the rows that are to be read again. */
    List<String> waiting(Side side) {
        ledger.makeDue();
        return world.store.readAgain().due(reader(side), MOST).stream()
                .map(Again::externalId)
                .toList();
    }

    /** The ids of rows that are there and have to be judged. Which record an ambiguous row is, a person decides. */
    List<String> unsettled(Side side) {
        ledger.makeDue();
        return world.store.readAgain().due(reader(side), MOST).stream()
                .filter(one -> one.why() != Why.AMBIGUOUS)
                .map(Again::externalId)
                .filter(id -> side.system.row(id).isPresent())
                .toList();
    }

    /** Whether a run has to look for rows that are gone: nothing else notices them. */
    boolean mayMiss(Side side) {
        Set<String> there = side.system.rows().stream().map(ModelSystem.Row::id).collect(Collectors.toSet());
        return side.removalsRead != side.system.removals()
                || !there.containsAll(waiting(side))
                || ledger.hasStaged(side.name());
    }

    private static ReaderKey reader(Side side) {
        return new ReaderKey("default", side.name(), "contact");
    }
}
