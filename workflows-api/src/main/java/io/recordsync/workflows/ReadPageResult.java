package io.recordsync.workflows;

import java.util.List;

/**
 * What a page has brought.
 *
 * @param changed the records whose deliveries are due
 * @param committed whether the page counts as one; false if there was nothing to read
 * @param last whether there is no further page of this feed
 * @param status how the run stands after the page
 */
public record ReadPageResult(List<String> changed, boolean committed, boolean last, ReadChangesStatus status) {

    public ReadPageResult {
        changed = List.copyOf(changed);
    }
}
