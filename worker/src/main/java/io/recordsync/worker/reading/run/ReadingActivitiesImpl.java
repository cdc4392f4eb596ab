package io.recordsync.worker.reading.run;

import io.recordsync.connectors.Capabilities.Feed;
import io.recordsync.process.LogFields;
import io.recordsync.store.counterpart.ReaderKey;
import io.recordsync.store.counterpart.RunOptions;
import io.recordsync.store.reading.NewRun;
import io.recordsync.store.reading.OvertakenRunException;
import io.recordsync.store.reading.Reader;
import io.recordsync.store.reading.Run;
import io.recordsync.store.reading.Run.RunError;
import io.recordsync.store.reading.RunCounts;
import io.recordsync.store.reading.RunKind;
import io.recordsync.store.reading.RunStatus;
import io.recordsync.store.reading.RunStore.Answer;
import io.recordsync.worker.delivery.Attempts.Attempt;
import io.recordsync.worker.delivery.retry.ActivityFailures;
import io.recordsync.worker.delivery.retry.DeliveryErrors;
import io.recordsync.worker.reading.run.RunPages.Done;
import io.recordsync.workflows.BeginRunRequest;
import io.recordsync.workflows.BeginRunResult;
import io.recordsync.workflows.DecideHeldRequest;
import io.recordsync.workflows.DecideHeldResult;
import io.recordsync.workflows.EndRunRequest;
import io.recordsync.workflows.FailureTypes;
import io.recordsync.workflows.ReadChangesInput;
import io.recordsync.workflows.ReadChangesStatus;
import io.recordsync.workflows.ReadPageRequest;
import io.recordsync.workflows.ReadPageResult;
import io.recordsync.workflows.ReadPosition;
import io.recordsync.workflows.ReadingActivities;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessException;

/** Begins, carries on and ends the runs of readers. */
public final class ReadingActivitiesImpl implements ReadingActivities {

    private static final Duration AFTER_ANOTHER_ATTEMPT = Duration.ofSeconds(1);

    private final ReadingContext context;
    private final RunConditions conditions;

    public ReadingActivitiesImpl(ReadingContext context) {
        this.context = context;
        this.conditions = new RunConditions(context);
    }

    @Override
    public BeginRunResult begin(BeginRunRequest request) {
        ReadChangesInput input = request.input();
        ReaderKey key = new ReaderKey(input.tenant(), input.system(), input.entity());
        return LogFields.ofSystem(key.system())
                .during(() -> context.attempts().attempt("begin of a run", attempt -> begin(key, request)));
    }

    private BeginRunResult begin(ReaderKey key, BeginRunRequest request) {
        requireReadable(key);
        return conditions.obstacle(key, request.input()).orElseGet(() -> beginOrWait(key, request));
    }

    private BeginRunResult beginOrWait(ReaderKey key, BeginRunRequest request) {
        Duration abandonedAfter = context.pageTime().multipliedBy(2);
        String reading = context.reading(key).fingerprint();
        boolean dry = request.input().onlyShows();
        boolean isNew = dry && context.store().readerSettings().isReadingNew(key, reading);
        if (!dry) {
            context.store().readerSettings().noteReading(key, reading);
        }
        boolean full = conditions.isFull(key, request.input());
        return switch (context.store()
                .runs()
                .begin(
                        key,
                        dry,
                        request.owner(),
                        abandonedAfter,
                        reader -> newRun(request, full, isNew ? reader.withNeedsFull() : reader))) {
            case Answer.Begun(Run run) -> begun(run);
            case Answer.Busy(Run run, Duration left) ->
                conditions.busy(request.input(), run, RunStatuses.of(run), left);
        };
    }

    /** A push whose workflow is gone is started again. */
    private BeginRunResult begun(Run run) {
        RunLog.begin(run);
        boolean isPushLeft = !run.isDry()
                && context.store().pushes().isLeft(run.key(), context.pageTime().multipliedBy(2));
        return new BeginRunResult(position(run), RunStatuses.of(run), null, null, isPushLeft ? true : null);
    }

    private void requireReadable(ReaderKey key) {
        if (context.rules().reading(key.system(), key.entity()).isEmpty()) {
            throw notRead("The rules do not read %s: its mapping has no key read, see docs/rules.md.".formatted(key));
        }
        Feed feed = context.systems()
                .connector(key.system())
                .capabilities()
                .reading()
                .feed();
        if (feed == Feed.NONE) {
            throw notRead("%s cannot be read.".formatted(key.system()));
        }
    }

    private static NewRun newRun(BeginRunRequest request, boolean full, Reader reader) {
        ReadChangesInput input = request.input();
        RunOptions options = new RunOptions(
                full,
                Boolean.TRUE.equals(input.overwrite()),
                Optional.ofNullable(input.link()),
                input.onlyShows(),
                Boolean.TRUE.equals(input.debug()));
        RunStart start = RunStart.of(Optional.ofNullable(input.since()), options, reader);
        return new NewRun(
                start.kind(),
                input.askedBy(),
                options,
                Optional.ofNullable(input.since()),
                start.cursor().text(),
                start.course(),
                Objects.requireNonNullElse(input.most(), 0L),
                request.owner(),
                request.workflowId());
    }

    private ReadPosition position(Run run) {
        return new ReadPosition(
                run.id(),
                run.fence(),
                run.kind().stored(),
                run.page(),
                run.readToEnd() ? ReadPosition.Feed.AGAIN : ReadPosition.Feed.CHANGES,
                context.pageTime());
    }

    @Override
    public ReadPageResult page(ReadPageRequest request) {
        return LogFields.ofSystem(request.system())
                .during(() -> context.attempts().attempt("page of a run", attempt -> page(request, attempt)));
    }

    private ReadPageResult page(ReadPageRequest request, Attempt attempt) {
        Run run = context.store()
                .runs()
                .touch(request.runId(), request.fence())
                .orElseThrow(() -> RunStatuses.overtaken(request.runId()));
        if (run.page() >= request.page()) {
            return committedBefore(run, request);
        }
        Optional<Duration> pause = conditions.pause(run.key());
        if (pause.isPresent()) {
            return ReadPageResult.paused(RunStatuses.of(run), pause.get());
        }
        Done done = endingFailed(run, () -> {
            RunPages pages = new RunPages(context, run, request, attempt);
            return switch (request.feed()) {
                case CHANGES -> pages.changes();
                case AGAIN -> new AgainPages(context, run, attempt, pages).next();
                case GONE -> new GonePages(context, run, request, attempt).next();
            };
        });
        return new ReadPageResult(done.changed(), done.committed(), done.last(), statusOf(run.id()));
    }

    /** The page was accepted, and its answer was lost. */
    private ReadPageResult committedBefore(Run run, ReadPageRequest request) {
        boolean isEnough =
                run.most() > 0 && run.counts().processed() + run.counts().later() >= run.most();
        boolean last = request.feed() == ReadPosition.Feed.CHANGES && (run.readToEnd() || isEnough);
        return new ReadPageResult(
                context.store().runs().changedBy(run, request.page()), true, last, RunStatuses.of(run));
    }

    /** Ends the run where it cannot go on. What may pass is thrown as a failure that Temporal tries again. */
    private <T> T endingFailed(Run run, Supplier<T> page) {
        try {
            return page.get();
        } catch (OvertakenRunException e) {
            throw ActivityFailures.waiting("another attempt has accepted the page", AFTER_ANOTHER_ATTEMPT);
        } catch (RunFailedException e) {
            throw fail(run, String.valueOf(e.getMessage()));
        } catch (DataAccessException | TemporalFailure e) {
            throw e;
        } catch (RuntimeException e) {
            throw fail(run, String.valueOf(DeliveryErrors.defect(e, true).getMessage()));
        }
    }

    private ApplicationFailure fail(Run run, String why) {
        end(run.id(), run.fence(), Optional.of(RunStatus.FAILED), Optional.of(why));
        return ApplicationFailure.newNonRetryableFailure(why, FailureTypes.RUN_FAILED);
    }

    @Override
    public DecideHeldResult decideHeld(DecideHeldRequest request) {
        return LogFields.ofSystem(request.system())
                .during(() -> context.attempts()
                        .attempt(
                                "decision about held deletes",
                                attempt -> new HeldPages(context, attempt).next(request)));
    }

    @Override
    public ReadChangesStatus end(EndRunRequest request) {
        Optional<RunStatus> status =
                Optional.ofNullable(request.status()).map(text -> RunStatus.valueOf(text.toUpperCase(Locale.ROOT)));
        return LogFields.ofSystem(request.system())
                .during(() -> context.attempts()
                        .attempt(
                                "end of a run",
                                attempt -> end(
                                        request.runId(),
                                        request.fence(),
                                        status,
                                        Optional.ofNullable(request.error()))));
    }

    private ReadChangesStatus end(long id, int fence, Optional<RunStatus> status, Optional<String> why) {
        Optional<RunError> error =
                why.map(message -> new RunError(context.errorIds().get(), message));
        context.store().runs().end(id, fence, status, error).ifPresent(this::ended);
        Run run = context.store().runs().find(id).orElseThrow(() -> RunStatuses.overtaken(id));
        // An end whose answer was lost is asked for again.
        boolean isPushed = run.kind() == RunKind.LINK
                && !run.isDry()
                && context.store().pushes().isLeft(run.key(), Duration.ZERO);
        return isPushed ? RunStatuses.of(run).withPush() : RunStatuses.of(run);
    }

    private void ended(Run run) {
        RunLog.end(run);
        RunCounts counts = run.counts();
        if (run.isComplete() && conditions.isLastFullCostly(run.key())) {
            RunLog.costly(run);
        }
        if (run.kind() == RunKind.DELTA && !run.isDry()) {
            context.systems()
                    .read(run.key().system(), run.key().entity(), counts.created() + counts.updated(), counts.calls());
        }
    }

    private ReadChangesStatus statusOf(long id) {
        return RunStatuses.of(context.store().runs().find(id).orElseThrow(() -> RunStatuses.overtaken(id)));
    }

    private static ApplicationFailure notRead(String why) {
        return ApplicationFailure.newNonRetryableFailure(why, FailureTypes.NOT_READ);
    }
}
