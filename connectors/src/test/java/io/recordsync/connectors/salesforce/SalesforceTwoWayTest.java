package io.recordsync.connectors.salesforce;

import io.recordsync.connectors.TwoWayContract;

class SalesforceTwoWayTest extends TwoWayContract {

    SalesforceTwoWayTest() {
        super(new SalesforceUnderTest());
    }
}
