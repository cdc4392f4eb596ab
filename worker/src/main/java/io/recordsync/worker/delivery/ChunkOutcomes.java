package io.recordsync.worker.delivery;

import io.recordsync.store.delivery.Claim;
import io.recordsync.store.delivery.Deliveries.Release;
import io.recordsync.store.delivery.Settlement;
import io.recordsync.store.delivery.TwoWayDeliveries.Settled;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.worker.delivery.MetRows.Met;
import io.recordsync.workflows.DeliverAllResult;
import io.recordsync.workflows.HandedOver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The results of a chunk's rows: settled, handed over to workflows of their own, or waiting. {@link #flush} writes them
 * to the ledger in groups. Used by one thread.
 */
final class ChunkOutcomes {

    private static final Duration UNTIL_ROUTED_AGAIN = Duration.ofMinutes(1);

    private final DeliveryContext context;
    private final String system;
    private final Optional<ReadSystem> read;
    private final List<Settled> settlements = new ArrayList<>();
    private final List<Met> met = new ArrayList<>();
    private final Map<Release, List<Claim.Granted>> releases = new HashMap<>();
    private final List<HandedOver> handedOver = new ArrayList<>();
    private final List<String> waiting = new ArrayList<>();
    private final List<String> failed = new ArrayList<>();
    private boolean otherRules;
    private int settled;
    private Duration delay = Duration.ZERO;

    /** @param read the system, if it is read */
    ChunkOutcomes(DeliveryContext context, String system, Optional<ReadSystem> read) {
        this.context = context;
        this.system = system;
        this.read = read;
    }

    void settle(Settlement settlement) {
        settle(Settled.of(settlement));
    }

    void settle(Settled settled) {
        settlements.add(settled);
    }

    /** The delivery met a row that is to be judged before it goes on. */
    void meet(Met row) {
        met.add(row);
    }

    void handOver(Claim.Granted claim, String reason) {
        handOver(claim, Release.waiting(Duration.ZERO), reason);
    }

    void handOver(Claim.Granted claim, Release release, String reason) {
        release(claim, release);
        handOver(claim.key(), reason);
    }

    void handOver(RecordKey key, String reason) {
        handedOver.add(new HandedOver(key.recordId(), system, reason));
    }

    /** Nothing was sent for the row: it waits with the chunk. */
    void giveBack(Claim.Granted claim, Duration delay) {
        release(claim, Release.waiting(delay));
        await(claim.key(), delay);
    }

    /** Nobody works on the row: what ends its wait finds it in the ledger, and so does the sweeper. */
    void leave(Claim.Granted claim) {
        release(claim, Release.waiting(UNTIL_ROUTED_AGAIN));
    }

    /** Rules that this process does not have routed the row: it has to be routed again. */
    void giveBackForItsRules(Claim.Granted claim) {
        giveBack(claim, Duration.ZERO);
        otherRules = true;
    }

    void await(RecordKey key, Duration delay) {
        waiting.add(key.recordId());
        extend(delay);
    }

    /** The row failed with others. It waits with the chunk, at least as long as its release says. */
    void tryAgain(Claim.Granted claim, Release release) {
        release(claim, release);
        failed.add(claim.key().recordId());
        extend(release.delay());
    }

    /** How long the chunk waits: as long as the row that waits longest. */
    Duration delay() {
        return delay;
    }

    /**
     * Writes the results since the last call to the ledger, with one statement for all settled rows and one for each
     * kind of release.
     */
    void flush() {
        flushSettlements();
        flushMet();
        releases.forEach(this::release);
        settlements.clear();
        met.clear();
        releases.clear();
    }

    private void release(Release release, List<Claim.Granted> rows) {
        boolean mayHaveWritten = release.inDoubt() || release.contentUnknown();
        read.filter(system -> !mayHaveWritten).ifPresent(system -> system.undo(rows));
        context.ledger().release(rows, release);
    }

    /** A record that was changed by what its row shows has to be routed: it continues in its own workflow. */
    private void flushMet() {
        if (met.isEmpty()) {
            return;
        }
        Map<RecordKey, MetRows.Next> next = new MetRows(context.rows()).judge(met);
        for (Met one : met) {
            RecordKey key = one.claim().key();
            switch (Objects.requireNonNull(next.get(key))) {
                case AGAIN -> await(key, Duration.ZERO);
                case NO_NEWS -> meetAgain(one.claim());
                case ROUTE -> handOver(key, "READ");
                case WAIT -> handOver(key, "LATER");
                case AMBIGUOUS -> handOver(key, "AMBIGUOUS");
                case OF_ANOTHER -> handOver(one.claim(), "AMBIGUOUS");
            }
        }
    }

    /** A row that shows nothing new time after time does not delay the others. */
    private void meetAgain(Claim.Granted claim) {
        if (claim.attempts() < context.retries().maxRetries()) {
            await(claim.key(), context.retries().afterNoNews(claim.attempts()));
        } else {
            handOver(claim.key(), "LATER");
        }
    }

    /**
     * Rows that failed together come last and are rotated by one, so that a row that the system cannot process is not
     * always sent first.
     */
    DeliverAllResult result() {
        List<String> next = new ArrayList<>(waiting);
        Collections.rotate(failed, -1);
        next.addAll(failed);
        return new DeliverAllResult(
                settled, handedOver, next, delay, otherRules ? context.rules().fingerprint() : null);
    }

    private void extend(Duration delay) {
        this.delay = this.delay.compareTo(delay) > 0 ? this.delay : delay;
    }

    private void release(Claim.Granted claim, Release release) {
        releases.computeIfAbsent(release, same -> new ArrayList<>()).add(claim);
    }

    private void flushSettlements() {
        if (settlements.isEmpty()) {
            return;
        }
        Set<RecordKey> done = context.ledger().settle(settlements);
        settled += done.size();
        settlements.stream()
                .map(one -> one.settlement().claim().key())
                .filter(key -> !done.contains(key))
                .forEach(key -> handOver(key, "OVERTAKEN"));
    }
}
