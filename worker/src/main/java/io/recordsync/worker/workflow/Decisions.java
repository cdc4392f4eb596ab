package io.recordsync.worker.workflow;

import io.recordsync.workflows.OpenConflict;
import io.recordsync.workflows.Resolve;
import io.recordsync.workflows.ResolveResult;
import io.recordsync.workflows.ResolveResult.Outcome;
import io.recordsync.workflows.RouteResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a person has decided about the record's conflicts. A decision about a system to which a delivery is under way is
 * held until that has ended, because the delivery would overwrite what is known of the row.
 */
final class Decisions {

    private final Stubs stubs;
    private final List<Resolve> asked = new ArrayList<>();
    private final List<Resolve> held = new ArrayList<>();
    private int holds;
    private @Nullable List<OpenConflict> open;
    private @Nullable String answer;

    Decisions(Stubs stubs) {
        this.stubs = stubs;
    }

    void ask(Resolve resolve) {
        asked.add(resolve);
    }

    boolean areAsked() {
        return !asked.isEmpty();
    }

    boolean areHeld() {
        return !held.isEmpty();
    }

    /** How long to wait before decisions that are held are tried again. */
    Duration pause() {
        return OtherRules.pauseAfter(holds++);
    }

    void makeWhatWasAsked() {
        List<Resolve> all = new ArrayList<>(held);
        all.addAll(asked);
        held.clear();
        asked.clear();
        all.forEach(this::make);
        if (held.isEmpty()) {
            holds = 0;
        }
    }

    private void make(Resolve resolve) {
        ResolveResult result = stubs.resolve(resolve);
        answer = result.text();
        if (result.outcome() == Outcome.LATER) {
            held.add(resolve);
        }
    }

    void follow(RouteResult route) {
        open = route.conflicts();
    }

    /** The conflicts that were open when the record was last routed. */
    @Nullable List<OpenConflict> open() {
        return open;
    }

    /** What came of the last decision. */
    @Nullable String answer() {
        return answer;
    }
}
