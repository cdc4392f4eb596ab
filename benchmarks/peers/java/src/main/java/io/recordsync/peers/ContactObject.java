package io.recordsync.peers;

import dev.restate.sdk.ObjectContext;
import dev.restate.sdk.annotation.Accept;
import dev.restate.sdk.annotation.Handler;
import dev.restate.sdk.annotation.Raw;
import dev.restate.sdk.annotation.VirtualObject;
import dev.restate.sdk.common.RetryPolicy;
import dev.restate.sdk.common.TerminalException;
import java.time.Duration;

/**
 * One contact: a Virtual Object by record id, so that its events are handled one after another
 * (docs.restate.dev, services/invocation/kafka).
 */
@VirtualObject
public class ContactObject {

    /** As in develop/java/durable-steps, "Error handling and retry policies", but without an end. */
    private static final RetryPolicy RETRIES = RetryPolicy.exponential(Duration.ofMillis(500), 2)
            .setMaxDelay(Duration.ofSeconds(10));

    private final Crm crm;
    private final boolean limited;

    ContactObject(Crm crm, boolean limited) {
        this.crm = crm;
        this.limited = limited;
    }

    @Handler
    public void changed(ObjectContext context, @Accept("*/*") @Raw byte[] event) {
        Contact contact = Contact.of(event);
        if (limited) {
            context.sleep(Duration.ofMillis(
                    LimiterClient.fromContext(context, "hubspot").reserve().await()));
        }
        context.run("upsert", RETRIES, () -> upsert(contact));
    }

    /** What is refused for good ends the invocation: develop/java/error-handling, "Terminal Errors". */
    private void upsert(Contact contact) {
        crm.upsert(contact).ifPresent(reason -> {
            throw new TerminalException(400, reason);
        });
    }
}
