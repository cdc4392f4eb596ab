package io.recordsync.connectors.webhook;

import io.recordsync.connectors.Batch;
import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Outcome.Effect;
import io.recordsync.connectors.Outcome.Written;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.http.VendorResponse;
import java.util.List;
import java.util.Optional;

/** Sends each write as one message. */
final class WebhookWrites {

    static final int MAX_BATCH = 20;
    private static final int CREATED = 201;

    private final WebhookApi api;

    WebhookWrites(WebhookApi api) {
        this.api = api;
    }

    /** Any 2xx is a success. A receiver need not say what it did; only 201 says that the record was new. */
    Written write(Write write, CallScope scope) {
        VendorResponse response = api.post(write, scope);
        if (!response.succeeded()) {
            throw WebhookErrors.reason(response, write.toString());
        }
        return new Written(Optional.of(write.recordId()), effect(write, response));
    }

    List<Outcome> writeAll(List<Write> writes, CallScope scope) {
        return Batch.oneByOne(writes, MAX_BATCH, write -> write(write, scope));
    }

    private static Effect effect(Write write, VendorResponse response) {
        if (write.operation() == Write.Operation.DELETE) {
            return Effect.DELETED;
        }
        return response.status() == CREATED ? Effect.CREATED : Effect.UPDATED;
    }
}
