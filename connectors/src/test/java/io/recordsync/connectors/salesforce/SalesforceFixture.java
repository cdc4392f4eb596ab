package io.recordsync.connectors.salesforce;

import io.recordsync.connectors.RequestFixture;
import io.recordsync.connectors.http.AccountIds;
import io.recordsync.connectors.http.TokenVault;
import java.time.InstantSource;

/** Answers as Salesforce gives them, one after another. */
abstract class SalesforceFixture extends RequestFixture {

    void token() {
        answer(200, "{'access_token':'token-1','instance_url':'https://evil.example','token_type':'Bearer'}");
    }

    SalesforceConnector connector() {
        return connector("id", "secret");
    }

    SalesforceConnector connector(String clientId, String clientSecret) {
        return new SalesforceConnector(
                SalesforceConnector.KIND,
                SalesforceSettings.of(baseUrl(), clientId, clientSecret),
                http,
                TokenVault.inMemory(),
                AccountIds.inMemory(),
                InstantSource.system());
    }
}
