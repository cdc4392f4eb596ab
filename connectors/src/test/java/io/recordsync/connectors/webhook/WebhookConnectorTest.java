package io.recordsync.connectors.webhook;

import io.recordsync.connectors.ConnectorContract;

class WebhookConnectorTest extends ConnectorContract {

    WebhookConnectorTest() {
        super(new WebhookUnderTest());
    }
}
