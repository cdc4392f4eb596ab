package io.recordsync.connectors.webhook;

import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.http.VendorJson;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * One write as a message: {@code
 * {"type":"contact.upserted","timestamp":…,"data":{"recordId":…,"revision":…,"fields":{…}}}}. Its text shows only the
 * id.
 *
 * @param id the same for every message with the same content and revision, and different for all others, so that a
 *     receiver can drop repeats
 * @param body the bytes that are sent and signed
 */
record WebhookMessage(String id, ByteString body) {

    private static final Pattern OBJECT = Pattern.compile("[A-Za-z0-9_-]{1,100}(\\.[A-Za-z0-9_-]{1,100}){0,4}");
    private static final int ID_LENGTH = 40;

    /** @param now the time of sending, which is in the message; a repeat has its own time */
    static WebhookMessage of(Write write, Instant now) {
        String type = type(write);
        Map<String, Object> data = data(write);
        String digest = VendorJson.bytes(Map.of(type, data)).sha256().hex();
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("type", type);
        message.put("timestamp", now.toString());
        message.put("data", data);
        return new WebhookMessage("msg_" + digest.substring(0, ID_LENGTH), VendorJson.bytes(message));
    }

    private static String type(Write write) {
        if (!OBJECT.matcher(write.object()).matches()) {
            throw ConnectorException.refused(
                    "INVALID_NAME",
                    "A rule contains an object name that is not valid in messages. Correct the rule, then retry.");
        }
        return write.object() + (write.operation() == Write.Operation.DELETE ? ".deleted" : ".upserted");
    }

    /** In a fixed order, so that equal content gives equal bytes. */
    private static Map<String, Object> data(Write write) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("recordId", write.recordId());
        data.put("revision", write.revision());
        if (write.operation() == Write.Operation.UPSERT) {
            Map<String, @Nullable Object> fields = new TreeMap<>(write.content());
            data.put("fields", fields);
        }
        return data;
    }

    @Override
    public String toString() {
        return id;
    }
}
