package io.recordsync.starter.rest;

import io.recordsync.store.ledger.RecordKey;
import io.recordsync.workflows.WorkflowIds;
import java.util.Locale;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** Checks the names that identify a record before they are used in a request. */
final class RecordKeys {

    private RecordKeys() {}

    /** @throws ResponseStatusException 400 if no record can have these names */
    static RecordKey of(String tenant, String entity, String id) {
        String named = checked("tenant", tenant);
        String kind = checked("entity", entity);
        String one = checked("id", id);
        if (!WorkflowIds.fits(named, kind, one)) {
            throw bad(String.format(
                    Locale.ROOT,
                    "tenant, entity and id together are longer than the %d bytes of a workflow id",
                    WorkflowIds.MAX_BYTES));
        }
        return new RecordKey(named, kind, one);
    }

    static String checked(String name, String text) {
        if (text.isBlank()) {
            throw bad(name + " is empty");
        }
        if (!text.codePoints().allMatch(RecordKeys::isPrintable)) {
            throw bad(name + " contains a control character, or is not valid Unicode");
        }
        return text;
    }

    private static boolean isPrintable(int codePoint) {
        return !Character.isISOControl(codePoint) && Character.getType(codePoint) != Character.SURROGATE;
    }

    private static ResponseStatusException bad(String reason) {
        return new ResponseStatusException(
                HttpStatus.BAD_REQUEST, "The record is not named correctly: " + reason + ".");
    }
}
