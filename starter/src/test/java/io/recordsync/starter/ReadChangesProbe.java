package io.recordsync.starter;

import io.recordsync.workflows.ReadChanges;
import io.recordsync.workflows.ReadChangesInput;
import io.recordsync.workflows.ReadChangesStatus;
import java.util.List;

/** Notes what is to be read. The test itself writes the run. */
public final class ReadChangesProbe implements ReadChanges {

    private final List<ReadChangesInput> asked;

    ReadChangesProbe(List<ReadChangesInput> asked) {
        this.asked = asked;
    }

    @Override
    public ReadChangesStatus read(ReadChangesInput input) {
        asked.add(input);
        return ReadChangesStatus.WAITING;
    }

    @Override
    public ReadChangesStatus status() {
        return ReadChangesStatus.WAITING;
    }
}
