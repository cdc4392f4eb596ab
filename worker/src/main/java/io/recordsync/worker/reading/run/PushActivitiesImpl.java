package io.recordsync.worker.reading.run;

import io.recordsync.process.LogFields;
import io.recordsync.rules.RuleSet;
import io.recordsync.store.counterpart.ReaderKey;
import io.recordsync.store.counterpart.RunOptions;
import io.recordsync.store.delivery.Standing;
import io.recordsync.store.ledger.Image;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.store.reading.NewRun;
import io.recordsync.store.reading.OvertakenRunException;
import io.recordsync.store.reading.PushStore.Records;
import io.recordsync.store.reading.Run;
import io.recordsync.store.reading.Run.Course;
import io.recordsync.store.reading.RunCounts;
import io.recordsync.store.reading.RunKind;
import io.recordsync.store.reading.RunStatus;
import io.recordsync.store.reading.RunStore.Answer;
import io.recordsync.store.reading.RunStore.PageEnd;
import io.recordsync.worker.delivery.retry.ActivityFailures;
import io.recordsync.worker.reading.run.PushDecision.Due;
import io.recordsync.worker.routing.Defect;
import io.recordsync.workflows.BeginPushRequest;
import io.recordsync.workflows.BeginRunResult;
import io.recordsync.workflows.EndRunRequest;
import io.recordsync.workflows.FailureTypes;
import io.recordsync.workflows.PushActivities;
import io.recordsync.workflows.PushInput;
import io.recordsync.workflows.PushPageRequest;
import io.recordsync.workflows.ReadChangesStatus;
import io.recordsync.workflows.ReadPageResult;
import io.recordsync.workflows.ReadPosition;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Begins, carries on and ends the runs that give a system what it lacks. */
public final class PushActivitiesImpl implements PushActivities {

    private static final Logger LOG = LoggerFactory.getLogger(PushActivitiesImpl.class);

    private static final int PAGE = 2000;

    /** So many where the system writes very many together. */
    private static final int PAGE_FOR_JOBS = 5000;

    /** With so many deliveries to the system under way, the next page waits. */
    private static final int MOST_UNSETTLED = 10_000;

    private static final Duration UNTIL_FEWER = Duration.ofSeconds(5);
    private static final Duration AFTER_ANOTHER_ATTEMPT = Duration.ofSeconds(1);

    private final ReadingContext context;
    private final OptionalInt fixedPage;

    public PushActivitiesImpl(ReadingContext context) {
        this(context, OptionalInt.empty());
    }

    /** @param page how many records are looked at in one transaction */
    public PushActivitiesImpl(ReadingContext context, int page) {
        this(context, OptionalInt.of(page));
    }

    private PushActivitiesImpl(ReadingContext context, OptionalInt page) {
        this.context = context;
        this.fixedPage = page;
    }

    @Override
    public BeginRunResult begin(BeginPushRequest request) {
        return LogFields.ofSystem(request.input().system())
                .during(() -> context.attempts().attempt("begin of a push", attempt -> beginOrWait(request)));
    }

    private BeginRunResult beginOrWait(BeginPushRequest request) {
        PushInput input = request.input();
        ReaderKey key = new ReaderKey(input.tenant(), input.system(), input.entity());
        Duration abandonedAfter = context.pageTime().multipliedBy(2);
        requireMapped(key);
        Optional<NewRun> wanted =
                PushInput.RESEND.equals(input.kind()) ? Optional.of(resend(request)) : Optional.empty();
        Optional<Answer> answer =
                context.store().pushes().begin(key, request.owner(), request.workflowId(), abandonedAfter, wanted);
        return answer.map(this::begun).orElseGet(() -> new BeginRunResult(null, ReadChangesStatus.WAITING, null));
    }

    private void requireMapped(ReaderKey key) {
        if (!context.rules().objects(key.system()).containsKey(key.entity())) {
            throw ApplicationFailure.newNonRetryableFailure(
                    "The rules do not give %s: they have no such mapping, see docs/rules.md."
                            .formatted(key.entity() + " to " + key.system()),
                    FailureTypes.NOT_READ);
        }
    }

    private BeginRunResult begun(Answer answer) {
        return switch (answer) {
            case Answer.Begun(Run run) -> new BeginRunResult(position(run), RunStatuses.of(run), null);
            case Answer.Busy(Run run, Duration left) -> new BeginRunResult(null, RunStatuses.of(run), left);
        };
    }

    private static NewRun resend(BeginPushRequest request) {
        return new NewRun(
                RunKind.RESEND,
                request.input().askedBy(),
                RunOptions.NONE,
                Optional.empty(),
                "",
                new Course(false, false),
                0,
                request.owner(),
                request.workflowId());
    }

    private ReadPosition position(Run run) {
        return new ReadPosition(
                run.id(), run.fence(), run.kind().stored(), run.page(), ReadPosition.Feed.CHANGES, context.pageTime());
    }

    @Override
    public ReadPageResult page(PushPageRequest request) {
        return LogFields.ofSystem(request.system())
                .during(() -> context.attempts().attempt("page of a push", attempt -> page(request.runId(), request)));
    }

    private ReadPageResult page(long id, PushPageRequest request) {
        Optional<Run> found = context.store().runs().touch(id, request.fence());
        if (found.isEmpty() || found.get().page() >= request.page()) {
            return committedBefore(id, request);
        }
        Run run = found.get();
        int unsettled = context.store().pushes().unsettled(request.system(), MOST_UNSETTLED);
        if (unsettled == MOST_UNSETTLED) {
            throw ActivityFailures.waiting(
                    unsettled + " deliveries to " + request.system() + " are due already", UNTIL_FEWER);
        }
        return push(run, request.page());
    }

    /** The answer was lost. What the page has made due is in the ledger, where the sweeper finds it. */
    private ReadPageResult committedBefore(long id, PushPageRequest request) {
        Run run = context.store().runs().find(id).orElseThrow(() -> RunStatuses.overtaken(id));
        if (run.fence() != request.fence() || run.page() < request.page()) {
            throw RunStatuses.overtaken(id);
        }
        return new ReadPageResult(List.of(), true, !run.isRunning(), RunStatuses.of(run));
    }

    private ReadPageResult push(Run run, int number) {
        OptionalInt jobFrom = context.systems()
                .connector(run.key().system())
                .capabilities()
                .writing()
                .bulkJobFrom();
        int page = fixedPage.orElse(jobFrom.isPresent() ? PAGE_FOR_JOBS : PAGE);
        Records records = context.store().pushes().page(run, page);
        Map<RecordKey, Due> due = new LinkedHashMap<>();
        RunCounts counts = decide(run, records, due);
        boolean last = records.keys().size() < page;
        String cursor = last ? run.cursor() : records.keys().getLast().recordId();
        PageEnd end = new PageEnd(number, cursor, last, context.rules().fingerprint(), counts, List.of());
        try {
            context.store().pushes().commit(run, end, due.keySet());
        } catch (OvertakenRunException e) {
            throw ActivityFailures.waiting("another attempt has written the page", AFTER_ANOTHER_ATTEMPT);
        }
        Run after = context.store().runs().find(run.id()).orElseThrow(() -> RunStatuses.overtaken(run.id()));
        if (!after.isRunning()) {
            logEnd(after);
        }
        return new ReadPageResult(
                due.keySet().stream().map(RecordKey::recordId).toList(),
                true,
                !after.isRunning(),
                RunStatuses.of(after),
                null,
                isForJob(due.size(), jobFrom) ? PAGE_FOR_JOBS : null);
    }

    private static boolean isForJob(int rows, OptionalInt jobFrom) {
        return jobFrom.isPresent() && rows >= jobFrom.getAsInt();
    }

    /** @param due is given the records that are to be delivered */
    private RunCounts decide(Run run, Records records, Map<RecordKey, Due> due) {
        PushDecision decision = decision(run);
        long failed = 0;
        for (Image image : records.images().values()) {
            try {
                Due of = decision.of(
                        image,
                        records.deliveries().getOrDefault(image.key(), Standing.NONE),
                        Optional.ofNullable(records.rows().get(image.key())));
                if (of != Due.NOTHING) {
                    due.put(image.key(), of);
                }
            } catch (RuntimeException e) {
                LOG.error("looking at {} for {}: {}", image.key(), run.key().system(), Defect.of(e));
                failed++;
            }
        }
        long created = due.values().stream().filter(Due.CREATE::equals).count();
        long looked = records.images().size();
        return PageCounts.ofPush(looked, created, due.size() - created, failed);
    }

    private PushDecision decision(Run run) {
        RuleSet rules = context.rules();
        ReaderKey key = run.key();
        return new PushDecision(
                rules,
                key.system(),
                rules.reading(key.system(), key.entity()),
                context.store().hashes().get(),
                run.kind() == RunKind.RESEND || run.options().retries());
    }

    private static void logEnd(Run run) {
        LOG.info(
                "Completed {} {} {}: {} of {} records are to be made there, {} to be updated or deleted, {} failed",
                run.key().system(),
                run.key().entity(),
                run.kind().stored(),
                run.counts().created(),
                run.counts().processed(),
                run.counts().updated(),
                run.counts().failed());
    }

    @Override
    public ReadChangesStatus end(EndRunRequest request) {
        return LogFields.ofSystem(request.system())
                .during(() -> context.attempts().attempt("end of a push", attempt -> {
                    context.store()
                            .runs()
                            .end(request.runId(), request.fence(), Optional.of(RunStatus.CANCELLED), Optional.empty());
                    return RunStatuses.of(context.store()
                            .runs()
                            .find(request.runId())
                            .orElseThrow(() -> RunStatuses.overtaken(request.runId())));
                }));
    }
}
