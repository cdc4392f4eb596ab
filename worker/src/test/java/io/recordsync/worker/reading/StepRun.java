package io.recordsync.worker.reading;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.Connector;
import io.recordsync.connectors.Page;
import io.recordsync.connectors.Permits;
import io.recordsync.connectors.Read;
import io.recordsync.connectors.ReadRecord;
import io.recordsync.rules.RuleSet;
import io.recordsync.store.Store;
import io.recordsync.worker.delivery.Attempts;
import io.recordsync.worker.delivery.DelegatingConnector;
import io.recordsync.worker.delivery.DeliveryMetrics;
import io.recordsync.worker.delivery.DeliveryTimes;
import io.recordsync.worker.delivery.SystemAccess;
import io.recordsync.worker.delivery.circuit.Circuits;
import io.recordsync.worker.delivery.retry.RetryPolicy;
import io.recordsync.worker.reading.run.ReadingActivitiesImpl;
import io.recordsync.worker.reading.run.ReadingContext;
import io.recordsync.workflows.BeginRunRequest;
import io.recordsync.workflows.DecideHeldRequest;
import io.recordsync.workflows.EndRunRequest;
import io.recordsync.workflows.ReadChangesInput;
import io.recordsync.workflows.ReadChangesStatus;
import io.recordsync.workflows.ReadPageRequest;
import io.recordsync.workflows.ReadPageResult;
import io.recordsync.workflows.ReadPosition;
import io.recordsync.workflows.ReadPosition.Feed;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The runs of one reader by the activities of the worker, in steps: anything may happen between an answer of the system
 * and its commit. What the workflow would do is done by the round.
 */
final class StepRun {

    private static final Duration CALL = Duration.ofSeconds(30);
    private static final int MOST_PAGES = 200;

    private final Store store;
    private final Connector system;
    private final ReadingActivitiesImpl activities;
    private @Nullable PausedWork work;
    private Optional<ReadPosition> position = Optional.empty();
    private Feed feed = Feed.CHANGES;
    private int page;
    private int owners;
    private String end = "";
    private boolean isStepwise;

    /** @param acceptance judges the rows that the run reads */
    StepRun(Store store, RuleSet rules, PageAcceptance acceptance, Connector system, Supplier<Duration> ahead) {
        this.store = store;
        this.system = system;
        RetryPolicy retries = new RetryPolicy(1, true, () -> 0, Duration.ofSeconds(1));
        DeliveryTimes times = DeliveryTimes.forCalls(CALL, Duration.ZERO);
        SystemAccess access = new SystemAccess(
                Map.of(system.system(), new Asking(system, ahead)),
                new Circuits(store.circuits(), () -> "model", StepDelivery.NoPolling.INSTANCE, () -> "E", CALL),
                retries,
                CALL,
                new DeliveryMetrics(new io.micrometer.core.instrument.simple.SimpleMeterRegistry()));
        activities = new ReadingActivitiesImpl(new ReadingContext(
                access,
                store,
                rules,
                acceptance,
                new Attempts(
                        times,
                        () -> ReadingContext.pageTime(times),
                        () -> Permits.UNLIMITED,
                        retries,
                        InstantSource.system()),
                retries,
                () -> "E",
                ReadingContext.pageTime(times),
                () -> 0));
    }

    boolean isRunning() {
        return position.isPresent();
    }

    /** How the last run has ended; empty before the first one. */
    String end() {
        return end;
    }

    /** Begins a run unless one is under way. */
    void begin(boolean full) {
        if (!isRunning()) {
            take(full);
            feed = Feed.CHANGES;
        }
    }

    /** Another process goes on with the run, from where the ledger knows it to be. */
    void takeOver(boolean full) {
        crash();
        if (isRunning()) {
            take(full);
        }
    }

    private void take(boolean full) {
        position = Optional.of(Objects.requireNonNull(activities
                .begin(new BeginRunRequest(
                        new ReadChangesInput(
                                "default", system.system(), "contact", full, null, null, null, "person/model", null),
                        "model" + ++owners,
                        "read"))
                .position()));
        page = position.get().page();
        feed = position.get().feed();
    }

    /** The next step: the question, or what comes after its answer. The last one ends the run. */
    void step() {
        PausedWork under = work;
        if (under == null) {
            PausedWork next = new PausedWork();
            isStepwise = true;
            work = next;
            if (!next.start(this::page)) {
                work = null;
            }
        } else if (!under.goOn()) {
            work = null;
        }
    }

    /** The process that reads is gone. */
    void crash() {
        PausedWork under = work;
        if (under != null) {
            under.end();
            work = null;
        }
    }

    /** All that is left of the run. */
    String finish() {
        crash();
        isStepwise = false;
        for (int n = 0; isRunning(); n++) {
            if (n > MOST_PAGES) {
                throw new AssertionError("14: a run does not come to its end");
            }
            page();
        }
        return end;
    }

    private void page() {
        ReadPosition at = position.orElseThrow();
        try {
            ReadPageResult result = activities.page(new ReadPageRequest(
                    "default", system.system(), "contact", at.runId(), at.fence(), page + 1, feed, null));
            page += result.committed() ? 1 : 0;
            if (result.last() && feed == Feed.GONE) {
                ReadChangesStatus status = activities.end(
                        new EndRunRequest("default", system.system(), "contact", at.runId(), at.fence(), null, null));
                end = status.status();
                position = Optional.empty();
            } else if (result.last()) {
                feed = Feed.values()[feed.ordinal() + 1];
            }
        } catch (ApplicationFailure e) {
            throw new AssertionError("14: a page of a run fails: " + e.getMessage(), e);
        }
    }

    /** Decides about the deletes that are held. Whether there were any. */
    boolean decide(boolean approved) {
        Optional<Long> run = store
                .runs()
                .history("default", Optional.of(system.system()), Optional.empty(), Optional.empty(), 50)
                .stream()
                .filter(one -> one.status().stored().equals("waiting"))
                .map(one -> one.id())
                .findFirst();
        run.ifPresent(id -> {
            DecideHeldRequest request =
                    new DecideHeldRequest("default", system.system(), "contact", id, approved, "person/model");
            while (!decided(request)) {
                // Some rows at a time.
            }
        });
        return run.isPresent();
    }

    /** Rows that a delivery works on wait for it. */
    private boolean decided(DecideHeldRequest request) {
        try {
            return activities.decideHeld(request).last();
        } catch (ApplicationFailure e) {
            return true;
        }
    }

    /** Pauses after each answer, outside all transactions. */
    private final class Asking extends DelegatingConnector {

        private final Supplier<Duration> ahead;

        Asking(Connector real, Supplier<Duration> ahead) {
            super(real);
            this.ahead = ahead;
        }

        @Override
        public Duration clockAhead() {
            return ahead.get();
        }

        @Override
        public Page read(Read read, CallScope scope) {
            return paused(super.read(read, scope));
        }

        @Override
        public List<ReadRecord> find(String object, List<String> fields, List<String> ids, CallScope scope) {
            return paused(super.find(object, fields, ids, scope));
        }

        private <T> T paused(T answer) {
            PausedWork under = work;
            if (isStepwise && under != null) {
                under.pause();
            }
            return answer;
        }
    }
}
