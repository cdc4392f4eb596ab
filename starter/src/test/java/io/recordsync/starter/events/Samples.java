package io.recordsync.starter.events;

import io.recordsync.settings.TenantSettings;
import io.recordsync.store.ledger.LogPlace;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The samples that the documentation promises to accept as they are, and variations of them. */
final class Samples {

    static final String CUSTOMER = """
            {"event_id":"c87987bf-12fc-4838-92f9-ed91b5b42036","idempotency_key":"5fd42ba7-8870-589e-b35f-b2626a4ab391",
             "event_type":"record.updated","event_version":1,"occurred_at":"2026-01-20T17:16:48.933893+00:00",\
            "source":"internal-system",
             "entity":{"type":"customer","id":"b99f5f46-ee92-4f2b-bb6a-ba073e24a138",\
            "version":"2026-01-20T17:16:48.933893+00:00"},
             "payload":{"name":"Test Customer","email":"test.customer@example.com","status":"active"},
             "metadata":{"schema_version":1}}""";

    static final String INCOMPLETE_CUSTOMER =
            "{\"event_id\":\"test-123\",\"idempotency_key\":\"key-123\",\"entity\":{\"type\":\"customer\"}}";

    static final String RECORD = """
            {"record":"contacts","operation":"create","timestamp":"2024-01-15T10:30:00.123456",
             "item":{"id":"A1234","name":"Alice Smith","email":"alice.smith@example.com","phone":"+1-555-123-4567",\
            "contact":"lead",
                     "created_at":"2024-01-15T10:30:00.123456","updated_at":"2024-01-15T10:30:00.123456"}}""";

    static final String CLOUD = """
            {"specversion":"1.0","id":"e-1","source":"/crm","type":"com.example.contact.updated",\
            "subject":"contact/A1234",
             "time":"2024-01-15T10:30:00Z","datacontenttype":"application/json","data":{"name":"Alice Smith",\
            "contact":"lead"}}""";

    static final String DEBEZIUM = """
            {"schema":{"type":"struct"},"payload":{"before":null,"after":{"id":17,"name":"Alice Smith","type":"lead"},
             "source":{"connector":"postgresql","name":"crm","db":"app","schema":"public","table":"customers",\
            "lsn":24023128,"ts_ms":1705314600000},
             "op":"u","ts_ms":1705314600123}}""";

    static final EventReader READER = reader(new TenantSettings(false));

    static final EventReader SHARED_READER = reader(new TenantSettings(true));

    private static EventReader reader(TenantSettings tenants) {
        return new EventReader(
                List.of(),
                List.of(DebeziumTable.valueOf("public.customers=contact:id")),
                "__debezium_unavailable_value",
                tenants);
    }

    static String ofTenant(String tenant) {
        return CUSTOMER.replace("{\"schema_version\":1}", "{\"customer_id\":\"%s\"}".formatted(tenant));
    }

    static String ofSource(String source) {
        return CUSTOMER.replace("\"source\":\"internal-system\"", "\"source\":\"%s\"".formatted(source));
    }

    private Samples() {}

    static EventMessage message(String value) {
        return message(value.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    static EventMessage message(byte[] value, Map<String, String> headers) {
        return new EventMessage("crm", "kafka:crm/0@7", new LogPlace("kafka:crm/0", 7), headers, value);
    }

    static Reading read(String value) {
        return READER.read(message(value));
    }
}
