package io.recordsync.connectors.servicenow;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.connectors.Cursor;
import io.recordsync.connectors.Page;
import io.recordsync.connectors.ReadingContract;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ServiceNowReadingTest extends ReadingContract {

    ServiceNowReadingTest() {
        super(new ServiceNowUnderTest(false));
    }

    @Test
    void recordsThatAccessRulesHideEndNoReadBeforeItsEnd() {
        for (int i = 0; i < 40; i++) {
            Map<String, String> contact = new HashMap<>(asStored(content("R" + i)));
            contact.put("u_confidential", String.valueOf(i % 20 != 19));
            tested.create(List.of(contact));
        }

        Set<String> seen = new HashSet<>();
        Page page = connector.read(changes(Cursor.BEGINNING, 3), scope());
        page.records().forEach(found -> seen.add(found.externalId()));
        while (!page.last()) {
            page = connector.read(changes(page.next(), 3), scope());
            page.records().forEach(found -> seen.add(found.externalId()));
        }

        assertThat(seen).hasSize(2);
    }
}
