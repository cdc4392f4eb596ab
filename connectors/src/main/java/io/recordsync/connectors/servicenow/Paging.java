package io.recordsync.connectors.servicenow;

import io.recordsync.connectors.http.VendorResponse;
import java.util.Optional;

/**
 * Reads the headers of a list. ServiceNow limits a list before access rules hide records, so that its size does not
 * show whether more records follow.
 */
final class Paging {

    private Paging() {}

    /**
     * Whether the query has more than the first {@code limit} records.
     *
     * @param shown the number of records in the answer, which decides if no header does
     */
    static boolean hasMore(VendorResponse response, int shown, int limit) {
        Optional<Boolean> byTotal = response.header("X-Total-Count")
                .filter(total -> total.matches("[0-9]{1,18}"))
                .map(total -> Long.parseLong(total) > limit);
        return byTotal.or(() -> response.header("Link").map(link -> link.contains("rel=\"next\"")))
                .orElse(shown >= limit);
    }
}
