package io.recordsync.connectors.servicenow;

import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.ErrorKind;
import io.recordsync.connectors.Outcome.Effect;
import io.recordsync.connectors.Outcome.Written;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.Write.Operation;
import io.recordsync.connectors.http.VendorJson;
import io.recordsync.connectors.http.VendorResponse;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * ServiceNow's reply to one change, which was sent alone or in a batch.
 *
 * @param status the HTTP status; 0 if there was no answer
 * @param reason why the change was not made, if it was not
 */
record Reply(int status, JsonNode body, Function<Write, RuntimeException> reason) {

    static Reply of(VendorResponse response, String recordIdField) {
        return new Reply(
                response.status(),
                response.json(),
                write -> ServiceNowErrors.reason(response, columns(write), recordIdField, write.toString()));
    }

    /** The reply from one of a batch's {@code serviced_requests}. */
    static Reply ofItem(String system, JsonNode item, String recordIdField) {
        int status = item.path("status_code").asInt(0);
        JsonNode body = decoded(item.path("body").asString(""));
        return new Reply(
                status,
                body,
                write -> ServiceNowErrors.itemReason(
                        system, status, body, columns(write), recordIdField, write.toString()));
    }

    /** The reply if the call for the change failed or was not made. */
    static Reply failed(RuntimeException reason) {
        return new Reply(0, JsonNodeFactory.instance.missingNode(), write -> reason);
    }

    /** The reply if the instance stopped before the change, and did so again on the next call. */
    static Reply unserviced(String system) {
        return new Reply(
                0,
                JsonNodeFactory.instance.missingNode(),
                write -> missing(
                        "UNSERVICED", "%s stopped the batch before it processed %s.".formatted(system, write), false));
    }

    /** The reply if the answer does not contain the change. */
    static Reply unreported(String system) {
        return new Reply(
                0,
                JsonNodeFactory.instance.missingNode(),
                write -> missing(
                        "NO_RESULT", "%s's answer to a batch does not mention %s.".formatted(system, write), true));
    }

    boolean isGone() {
        return ServiceNowErrors.isGone(status, body);
    }

    boolean isDeleted() {
        return status == 204;
    }

    /**
     * The outcome of the write. ServiceNow silently ignores columns that do not exist, or that the user may not write.
     * So the answer must contain each of them.
     *
     * @throws ConnectorException when the record was not written, or not all of its columns
     */
    Written written(Write write, Effect effect, ServiceNowApi api) {
        JsonNode result = body.path("result");
        Optional<String> id = ServiceNowApi.id(result);
        if (status < 200 || status >= 300 || id.isEmpty()) {
            throw reason.apply(write);
        }
        List<String> missing = columns(write).stream()
                .filter(column -> !result.has(column))
                .sorted()
                .toList();
        boolean known = !write.writesRecordId()
                || api.recordId(result).strip().equals(write.recordId().strip());
        if (!missing.isEmpty() || !known) {
            throw notTaken(write, missing.isEmpty() ? List.of(api.recordIdField()) : missing)
                    .ofFields(Set.copyOf(missing));
        }
        return write.operation() == Operation.UPSERT
                ? new Written(id, effect)
                : new Written(id, effect, Optional.of(api.readRecord(result, columns(write))));
    }

    private static Collection<String> columns(Write write) {
        return write.content().keySet();
    }

    private static ConnectorException notTaken(Write write, List<String> columns) {
        return ConnectorException.refused(
                "COLUMNS_NOT_TAKEN",
                ("ServiceNow accepted %s, but ignored its %s. Add the column to the table, let the user"
                                + " read and write it, or correct the rule, then retry.")
                        .formatted(write, String.join(", ", columns)));
    }

    private static ConnectorException missing(String code, String sentence, boolean inDoubt) {
        return new ConnectorException(ErrorKind.TRANSIENT, code, sentence + " It is retried automatically.", inDoubt);
    }

    private static JsonNode decoded(String body) {
        try {
            return VendorJson.tree(Base64.getMimeDecoder().decode(body));
        } catch (IllegalArgumentException e) {
            return JsonNodeFactory.instance.missingNode();
        }
    }
}
