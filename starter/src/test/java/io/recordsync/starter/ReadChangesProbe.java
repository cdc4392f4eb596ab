package io.recordsync.starter;

import io.recordsync.workflows.ReadChanges;
import io.recordsync.workflows.ReadChangesInput;
import io.recordsync.workflows.ReadChangesStatus;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Notes what is to be read. The test itself writes the run, and may say how the workflow ends. */
public final class ReadChangesProbe implements ReadChanges {

    private final List<ReadChangesInput> asked;
    private final Map<String, Supplier<ReadChangesStatus>> ends;

    /** @param ends how the workflow of a system ends */
    ReadChangesProbe(List<ReadChangesInput> asked, Map<String, Supplier<ReadChangesStatus>> ends) {
        this.asked = asked;
        this.ends = ends;
    }

    @Override
    public ReadChangesStatus read(ReadChangesInput input) {
        asked.add(input);
        return ends.getOrDefault(input.system(), () -> ReadChangesStatus.WAITING)
                .get();
    }

    @Override
    public ReadChangesStatus status() {
        return ReadChangesStatus.WAITING;
    }
}
