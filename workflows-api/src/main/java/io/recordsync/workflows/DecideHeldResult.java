package io.recordsync.workflows;

import java.util.List;

/**
 * What was carried out.
 *
 * @param changed the records whose deliveries are due
 * @param last whether nothing more of the decision is left
 * @param held the number of deletes of the reader that still wait, for this decision or another
 */
public record DecideHeldResult(List<String> changed, boolean last, long held) {

    public DecideHeldResult {
        changed = List.copyOf(changed);
    }
}
