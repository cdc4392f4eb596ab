package io.recordsync.connectors.webhook;

import io.recordsync.connectors.ReadingContract;

class WebhookReadingTest extends ReadingContract {

    WebhookReadingTest() {
        super(new WebhookUnderTest());
    }
}
