package io.recordsync.connectors.webhook;

import io.recordsync.connectors.ConnectorFailureContract;

class WebhookFailureTest extends ConnectorFailureContract {

    WebhookFailureTest() {
        super(new WebhookUnderTest());
    }
}
