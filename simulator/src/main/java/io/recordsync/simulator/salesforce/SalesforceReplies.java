package io.recordsync.simulator.salesforce;

import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.http.Json;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Builds Salesforce's response bodies. The code of an error is {@code errorCode} at the top level, and
 * {@code statusCode} in a row of a collection.
 */
final class SalesforceReplies {

    private SalesforceReplies() {}

    static ApiReply error(SalesforceRefusal refusal) {
        ObjectNode error = Json.object().put("message", refusal.text()).put("errorCode", refusal.code());
        if (refusal.status() == 400) {
            error.set("fields", Json.tree(refusal.fields()));
        }
        return ApiReply.json(refusal.status(), Json.array().add(error));
    }

    static ApiReply error(int status, String code, String message) {
        return error(new SalesforceRefusal(status, code, message));
    }

    static ObjectNode saved(SalesforceRecords.Saved saved) {
        ObjectNode result = deleted(saved.id());
        return result.put("created", saved.created());
    }

    static ObjectNode deleted(String id) {
        ObjectNode result = Json.object().put("id", id).put("success", true);
        result.set("errors", Json.array());
        return result;
    }

    static ObjectNode failed(SalesforceRefusal refusal) {
        ObjectNode error = Json.object().put("statusCode", refusal.code()).put("message", refusal.text());
        error.set("fields", Json.tree(refusal.fields()));
        ArrayNode errors = Json.array().add(error);
        ObjectNode result = Json.object().put("success", false);
        result.set("errors", errors);
        return result;
    }
}
