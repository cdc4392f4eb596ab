package io.recordsync.workflows;

import java.util.List;

/**
 * Where the record goes now.
 *
 * @param revision the image's revision that was routed
 * @param due the systems whose delivery is behind that revision, in the rules' order
 * @param times what the settings say of times, so that the workflow reads no settings itself
 */
public record RouteResult(long revision, List<String> due, Times times) {

    public RouteResult {
        due = List.copyOf(due);
    }
}
