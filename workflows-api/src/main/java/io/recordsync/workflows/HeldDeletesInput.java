package io.recordsync.workflows;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whose deletes wait for a person: those of one entity of a system.
 *
 * @param carried the decisions that an earlier run of the same workflow had not carried out when it continued as new;
 *     null at a start
 */
public record HeldDeletesInput(
        String tenant,
        String system,
        String entity,
        @Nullable List<DecideHeldRequest> carried) {

    public HeldDeletesInput {
        carried = carried == null ? null : List.copyOf(carried);
    }
}
