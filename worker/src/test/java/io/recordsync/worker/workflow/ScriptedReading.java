package io.recordsync.worker.workflow;

import io.recordsync.workflows.BeginRunRequest;
import io.recordsync.workflows.BeginRunResult;
import io.recordsync.workflows.DecideHeldRequest;
import io.recordsync.workflows.DecideHeldResult;
import io.recordsync.workflows.EndRunRequest;
import io.recordsync.workflows.ReadChangesStatus;
import io.recordsync.workflows.ReadPageRequest;
import io.recordsync.workflows.ReadPageResult;
import io.recordsync.workflows.ReadPosition;
import io.recordsync.workflows.ReadPosition.Feed;
import io.recordsync.workflows.ReadingActivities;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.IntConsumer;

/** Stands in for the ledger and the system in a run's workflow. A page that no script says is empty and the last. */
final class ScriptedReading implements ReadingActivities {

    private final Deque<Function<ReadPageRequest, ReadPageResult>> pages = new ArrayDeque<>();
    private final List<BeginRunRequest> begins = new ArrayList<>();
    private final List<ReadPageRequest> asked = new ArrayList<>();
    private final List<EndRunRequest> ends = new ArrayList<>();
    private final List<String> decided = new ArrayList<>();
    private IntConsumer duringDecision = number -> {};
    private String ended = "success";
    private int busy;
    private boolean skips;
    private boolean pushLeft;
    private boolean pushFollows;

    /** A push of the reader is running, and nobody carries it on. */
    synchronized void pushIsLeft() {
        pushLeft = true;
    }

    /** The run is the first that reads all rows. */
    synchronized void pushFollows() {
        pushFollows = true;
    }

    /** The next page brings these records. */
    synchronized void page(boolean last, List<String> changed) {
        script(request -> new ReadPageResult(changed, true, last, status(request.page(), "running")));
    }

    synchronized void script(Function<ReadPageRequest, ReadPageResult> page) {
        pages.add(page);
    }

    /** Another owner has a run of the reader, as often as this. */
    synchronized void busy(int times) {
        busy = times;
    }

    synchronized List<BeginRunRequest> begins() {
        return List.copyOf(begins);
    }

    /** No run is needed. */
    synchronized void skip() {
        skips = true;
    }

    /** The pages that were asked for: their feed and number. */
    synchronized List<String> asked() {
        return asked.stream()
                .map(one -> one.feed().name().toLowerCase(Locale.ROOT) + " " + one.page())
                .toList();
    }

    /** How runs were ended: {@code end} if they came to their end. */
    synchronized List<String> ends() {
        return ends.stream()
                .map(one -> Objects.requireNonNullElse(one.status(), "end"))
                .toList();
    }

    @Override
    public synchronized BeginRunResult begin(BeginRunRequest request) {
        begins.add(request);
        if (skips) {
            return new BeginRunResult(null, status(0, "skipped"), null, true, null);
        }
        if (busy > 0) {
            busy--;
            return new BeginRunResult(null, status(0, "running"), Duration.ofMillis(1));
        }
        return new BeginRunResult(
                new ReadPosition(17, 1, "delta", 0, Feed.CHANGES, Duration.ofMinutes(2)),
                status(0, "running"),
                null,
                null,
                pushLeft ? true : null);
    }

    @Override
    public synchronized ReadPageResult page(ReadPageRequest request) {
        asked.add(request);
        Function<ReadPageRequest, ReadPageResult> page = request.feed() == Feed.CHANGES ? pages.poll() : null;
        return page == null
                ? new ReadPageResult(List.of(), false, true, status(request.page() - 1, "running"))
                : page.apply(request);
    }

    @Override
    public synchronized ReadChangesStatus end(EndRunRequest request) {
        ends.add(request);
        ReadChangesStatus end = status(asked.size(), Objects.requireNonNullElse(request.status(), ended));
        return pushFollows ? end.withPush() : end;
    }

    @Override
    public synchronized DecideHeldResult decideHeld(DecideHeldRequest request) {
        decided.add((request.approved() ? "approve " : "reject ") + request.runId());
        duringDecision.accept(decided.size());
        return new DecideHeldResult(List.of("A" + decided.size()), decided.size() % 2 == 0, 0);
    }

    /** The status of runs that come to their end. */
    synchronized void endsAs(String status) {
        ended = status;
    }

    /** Something that happens while decisions are carried out. It is given the number of the call, from 1. */
    synchronized void duringDecision(IntConsumer action) {
        duringDecision = action;
    }

    /** What was carried out about held deletes. */
    synchronized List<String> decided() {
        return List.copyOf(decided);
    }

    private static ReadChangesStatus status(int page, String status) {
        return new ReadChangesStatus(17, status, page, 0, 0, 0, 0);
    }
}
