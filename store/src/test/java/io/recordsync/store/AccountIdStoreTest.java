package io.recordsync.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.store.account.AccountIdStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AccountIdStoreTest {

    @RegisterExtension
    static final Database DATABASE = new Database();

    @Test
    void theNewestIdOfEachKeyIsKept() {
        AccountIdStore ids = DATABASE.store().accountIds();

        ids.keep("hubspot:api.hubapi.com:1", "4711");
        ids.keep("hubspot:api.hubapi.com:2", "4712");
        ids.keep("hubspot:api.hubapi.com:1", "4713");

        assertThat(ids.find("hubspot:api.hubapi.com:1")).contains("4713");
        assertThat(ids.find("hubspot:api.hubapi.com:2")).contains("4712");
        assertThat(ids.find("hubspot:api.hubapi.com:3")).isEmpty();
    }
}
