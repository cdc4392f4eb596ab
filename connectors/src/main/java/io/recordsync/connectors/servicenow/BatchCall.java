package io.recordsync.connectors.servicenow;

import io.recordsync.connectors.CallDeferredException;
import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.http.VendorResponse;
import io.recordsync.connectors.servicenow.ServiceNowApi.Change;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * One batch, which is sent until each of its changes has a reply. An instance stops after 30 seconds and lists the
 * changes that it has not processed. They are sent again as long as the deadline and the permits allow it.
 */
final class BatchCall {

    private final ServiceNowApi api;
    private final CallScope scope;

    BatchCall(ServiceNowApi api, CallScope scope) {
        this.api = api;
        this.scope = scope;
    }

    /** Throws only if the first call fails; a later failure is the reply of the changes that were still open. */
    Map<String, Reply> send(Map<String, Change> changes) {
        Map<String, Reply> replies = new HashMap<>(once(changes));
        Map<String, Change> left = without(changes, replies);
        while (!left.isEmpty()) {
            replies.putAll(again(left));
            left = without(left, replies);
        }
        return replies;
    }

    private Map<String, Reply> again(Map<String, Change> left) {
        try {
            Map<String, Reply> replies = once(left);
            return replies.isEmpty() ? all(left, Reply.unserviced(api.system())) : replies;
        } catch (ConnectorException | CallDeferredException e) {
            return all(left, Reply.failed(e));
        }
    }

    /** The replies of all changes except those that the instance has not processed. */
    private Map<String, Reply> once(Map<String, Change> changes) {
        VendorResponse response = api.sendAll(changes, scope);
        JsonNode serviced = response.json().path("serviced_requests");
        if (!response.succeeded() || !serviced.isArray()) {
            throw ServiceNowErrors.reason(
                    response, api.recordIdField(), String.format(Locale.ROOT, "a batch of %d changes", changes.size()));
        }
        Map<String, Reply> replies = new HashMap<>(all(changes, Reply.unreported(api.system())));
        response.json().path("unserviced_requests").forEach(id -> replies.remove(id.asString("")));
        serviced.forEach(item -> replies.computeIfPresent(
                item.path("id").asString(""), (id, none) -> Reply.ofItem(api.system(), item, api.recordIdField())));
        return replies;
    }

    private static Map<String, Reply> all(Map<String, Change> changes, Reply reply) {
        return changes.keySet().stream().collect(Collectors.toMap(id -> id, id -> reply));
    }

    private static Map<String, Change> without(Map<String, Change> changes, Map<String, Reply> replies) {
        Map<String, Change> left = new LinkedHashMap<>(changes);
        left.keySet().removeAll(List.copyOf(replies.keySet()));
        return left;
    }
}
