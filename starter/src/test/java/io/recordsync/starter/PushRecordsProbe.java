package io.recordsync.starter;

import io.recordsync.workflows.PushInput;
import io.recordsync.workflows.PushRecords;
import io.recordsync.workflows.ReadChangesStatus;
import java.util.List;

/** Notes what is to be given to a system. The test itself writes the run. */
public final class PushRecordsProbe implements PushRecords {

    private final List<PushInput> asked;

    PushRecordsProbe(List<PushInput> asked) {
        this.asked = asked;
    }

    @Override
    public ReadChangesStatus push(PushInput input) {
        asked.add(input);
        return ReadChangesStatus.WAITING;
    }

    @Override
    public ReadChangesStatus status() {
        return ReadChangesStatus.WAITING;
    }
}
