package io.recordsync.connectors.webhook;

import okio.ByteString;

/**
 * The signature of a message, as the
 * <a href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">Standard
 * Webhooks</a> specification defines it: HMAC-SHA256 of the message's id, its time and its body.
 */
final class WebhookSignature {

    private final ByteString key;

    /** @param key the bytes of the secret that the receiver also has */
    WebhookSignature(byte[] key) {
        this.key = ByteString.of(key);
    }

    /**
     * The value of the header {@code webhook-signature}.
     *
     * @param time the value of the header {@code webhook-timestamp}, in seconds since 1970
     */
    String of(WebhookMessage message, String time) {
        ByteString head = ByteString.encodeUtf8(message.id() + "." + time + ".");
        byte[] signed = new byte[head.size() + message.body().size()];
        head.copyInto(0, signed, 0, head.size());
        message.body().copyInto(0, signed, head.size(), message.body().size());
        return "v1," + ByteString.of(signed).hmacSha256(key).base64();
    }
}
