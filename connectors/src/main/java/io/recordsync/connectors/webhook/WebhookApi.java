package io.recordsync.connectors.webhook;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.Quota;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.http.Urls;
import io.recordsync.connectors.http.VendorCall;
import io.recordsync.connectors.http.VendorHttp;
import io.recordsync.connectors.http.VendorResponse;
import java.time.Instant;
import java.time.InstantSource;
import okhttp3.HttpUrl;

/** The two calls: a signed message, and a call without a message that shows whether the receiver answers. */
final class WebhookApi {

    /** How many bytes of an answer are read; only the field names of a refusal are needed. */
    private static final long ENOUGH = 1 << 16;

    private static final String JSON = "application/json";

    private final VendorHttp http;
    private final Quota quota;
    private final HttpUrl url;
    private final WebhookSignature signature;
    private final InstantSource clock;

    WebhookApi(WebhookSettings settings, VendorHttp http, InstantSource clock) {
        this.http = settings.allowPrivate() ? http : http.publicOnly();
        this.quota = settings.quota();
        this.url = Urls.of(settings.url());
        this.signature = new WebhookSignature(settings.key());
        this.clock = clock;
    }

    /** The name of the system that is called. */
    String system() {
        return http.system();
    }

    Quota quota() {
        return quota;
    }

    VendorResponse post(Write write, CallScope scope) {
        Instant now = clock.instant();
        WebhookMessage message = WebhookMessage.of(write, now);
        String time = Long.toString(now.getEpochSecond());
        VendorCall.Body body = new VendorCall.Body(JSON, message.body());
        VendorCall call = VendorCall.write("POST", "/{webhook}", url, body)
                .readingAtMost(ENOUGH)
                .with("webhook-id", message.id())
                .with("webhook-timestamp", time)
                .with("webhook-signature", signature.of(message, time));
        return http.send(call, quota, scope);
    }

    /** Sends a HEAD request, without a message. */
    VendorResponse head(CallScope scope) {
        VendorCall call = VendorCall.head("/{webhook}", url);
        return http.send(call, quota, scope);
    }
}
