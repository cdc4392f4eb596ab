package io.recordsync.worker.reading;

import io.recordsync.store.ledger.Change.Form;
import io.recordsync.store.ledger.Change.Operation;
import io.recordsync.worker.reading.ModelSystem.Fate;
import io.recordsync.worker.reading.ModelSystem.Row;
import io.recordsync.workflows.Resolve;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One thing that happens in a round. One that is not possible then does nothing, so that any step may be left out. */
sealed interface Step {

    void take(World world);

    /** A person sets a field of one of the rows. */
    record Edit(int side, int row, String field, @Nullable Object value) implements Step {
        @Override
        public void take(World world) {
            Side there = world.side(side);
            rowAt(there, row).ifPresent(before -> {
                if (before.shown().content().containsKey(field)) {
                    there.system.personSets(before.id(), field, value).ifPresent(after -> {
                        if (there.page.isPresent()) {
                            world.coverage.note("edit between ask and commit");
                        }
                        world.oracle.edited(there.system, before, after, field);
                    });
                }
            });
        }
    }

    /** A person makes a row. */
    record Make(int side, int person, @Nullable Object status) implements Step {
        @Override
        public void take(World world) {
            Side there = world.side(side);
            Row row = there.system.personMakes(Values.row(world, there.name(), person, status));
            row.shown().content().forEach((field, value) -> {
                if (value != null) {
                    world.oracle.edited(there.system, null, row, field);
                }
            });
            world.coverage.note("make");
        }
    }

    /** The producer says something of one of its two records. */
    record Produce(int record, Operation operation, Form form, Map<String, @Nullable Object> fields) implements Step {
        @Override
        public void take(World world) {
            world.produce(world.record("k" + (1 + record % 2)), operation, form, Values.ofRound(world, fields));
            world.coverage.note("producer's " + operation + " " + form);
        }
    }

    /** Asks a system for a page. */
    record Ask(int side, boolean full) implements Step {
        @Override
        public void take(World world) {
            world.ask(world.side(side), full && !world.setting.deltasAlone());
        }
    }

    /** Commits the page that was asked for, perhaps twice. */
    record Commit(int side, boolean twice) implements Step {
        @Override
        public void take(World world) {
            Side there = world.side(side);
            if (world.commit(there) && twice) {
                Map<?, ?> before = world.revisions();
                world.commit(there);
                if (!before.equals(world.revisions())) {
                    throw new AssertionError("15: a page that is committed twice makes other changes than once");
                }
                world.coverage.note("committed twice");
            }
            there.page = Optional.empty();
        }
    }

    /** The page that was asked for is dropped. */
    record Drop(int side) implements Step {
        @Override
        public void take(World world) {
            world.side(side).page = Optional.empty();
        }
    }

    /** Rows that have to wait are read by their ids. */
    record ReadAgain(int side) implements Step {
        @Override
        public void take(World world) {
            world.readAgain(world.side(side));
        }
    }

    /** All of a reader's work. */
    record ReadAll(int side) implements Step {
        @Override
        public void take(World world) {
            Side there = world.side(side);
            world.ask(there, false);
            world.commit(there);
            there.page = Optional.empty();
            world.readAgain(there);
        }
    }

    record Begin(int record, int side) implements Step {
        @Override
        public void take(World world) {
            world.key(record).ifPresent(key -> world.begin(key, world.side(side)));
        }
    }

    record Call(int record, int side, Fate fate) implements Step {
        @Override
        public void take(World world) {
            world.key(record).ifPresent(key -> world.call(key, world.side(side), fate));
        }
    }

    record Settle(int record, int side, boolean mayArrive) implements Step {
        @Override
        public void take(World world) {
            world.key(record)
                    .ifPresent(key ->
                            world.settle(key, world.side(side), mayArrive ? Duration.ofHours(1) : Duration.ZERO));
        }
    }

    /** The process that delivers dies. */
    record Crash(int record, int side) implements Step {
        @Override
        public void take(World world) {
            world.key(record).ifPresent(key -> world.crash(key, world.side(side)));
            world.coverage.note("crash");
        }
    }

    /** All of a delivery. */
    record Deliver(int record, int side, Fate fate) implements Step {
        @Override
        public void take(World world) {
            world.key(record).ifPresent(key -> world.deliver(key, world.side(side), fate));
        }
    }

    /** Late calls take effect. */
    record Arrive(int side) implements Step {
        @Override
        public void take(World world) {
            world.oracle.arriving(true);
            world.side(side).system.arrive();
            world.oracle.arriving(false);
        }
    }

    record Pass(int seconds) implements Step {
        @Override
        public void take(World world) {
            world.pass(Duration.ofSeconds(seconds));
        }
    }

    record Rest() implements Step {
        @Override
        public void take(World world) {
            world.rest();
        }
    }

    /** A person deletes a row. */
    record Delete(int side, int row) implements Step {
        @Override
        public void take(World world) {
            Side there = world.side(side);
            rowAt(there, row).ifPresent(one -> {
                there.system.personDeletes(one.id());
                world.oracle.deletes().deleted(there, one);
                world.coverage.note("delete by a person");
            });
        }
    }

    /** A person restores a row that was deleted. */
    record Restore(int side, int row) implements Step {
        @Override
        public void take(World world) {
            Side there = world.side(side);
            List<Row> deleted = there.system.deleted();
            if (!deleted.isEmpty()) {
                String id = deleted.get(row % deleted.size()).id();
                there.system
                        .personRestores(id)
                        .ifPresent(one -> world.oracle.deletes().restored(there, one));
                world.coverage.note("restored row");
            }
        }
    }

    /** A person deletes a row and makes it anew by hand. */
    record MakeAgain(int side, int row) implements Step {
        @Override
        public void take(World world) {
            Side there = world.side(side);
            rowAt(there, row).ifPresent(one -> {
                new Delete(side, row).take(world);
                Row made = there.system.personMakes(one.shown().content());
                world.oracle.cameBack(made);
                made.shown().content().forEach((field, value) -> {
                    if (value != null) {
                        world.oracle.edited(there.system, null, made, field);
                    }
                });
                world.coverage.note("made again by a person");
            });
        }
    }

    /** The next step of a run: a question, or the commit of its answer. */
    record Run(int side) implements Step {
        @Override
        public void take(World world) {
            world.runStep(world.side(side));
        }
    }

    /** A run from where it stands to its end. */
    record RunAll(int side) implements Step {
        @Override
        public void take(World world) {
            world.run(world.side(side));
        }
    }

    /** The process that reads dies, and another one takes the run over. */
    record TakeOver(int side) implements Step {
        @Override
        public void take(World world) {
            world.takeOver(world.side(side));
        }
    }

    /** A person decides about the deletes that are held. */
    record Decide(int side, boolean approved) implements Step {
        @Override
        public void take(World world) {
            world.decide(world.side(side), approved);
        }
    }

    /** A person decides a conflict. */
    record ResolveOne(int record, int side, boolean ours) implements Step {
        @Override
        public void take(World world) {
            world.key(record)
                    .ifPresent(key -> world.resolve(world.side(side), key, ours ? Resolve.OURS : Resolve.THEIRS));
        }
    }

    private static Optional<Row> rowAt(Side side, int number) {
        List<Row> rows = side.system.rows();
        return rows.isEmpty() ? Optional.empty() : Optional.of(Objects.requireNonNull(rows.get(number % rows.size())));
    }
}
