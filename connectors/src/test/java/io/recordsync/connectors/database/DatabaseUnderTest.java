package io.recordsync.connectors.database;

import io.recordsync.connectors.SystemUnderTest;
import io.recordsync.connectors.TestedSystem;
import io.recordsync.connectors.http.VendorHttp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The connector at a real database. */
final class DatabaseUnderTest implements SystemUnderTest {

    private final Supplier<String> url;
    private final Names names;

    DatabaseUnderTest(Supplier<String> url, Names names) {
        this.url = url;
        this.names = names;
    }

    @Override
    public String kind() {
        return DatabaseConnector.KIND;
    }

    @Override
    public TestedSystem start(VendorHttp http) {
        return new TestDatabase(url.get(), names);
    }

    @Override
    public String object() {
        return names.object();
    }

    @Override
    public String recordIdField() {
        return names.recordId();
    }

    @Override
    public String emailField() {
        return names.email();
    }

    @Override
    public String nameField() {
        return names.name();
    }

    @Override
    public String optionalField() {
        return names.title();
    }

    @Override
    public Map<String, @Nullable Object> content(String email, String name) {
        return new HashMap<>(Map.of(names.email(), email, names.name(), name, "phone", "+15551234567"));
    }

    @Override
    public boolean comparesRows() {
        return true;
    }

    @Override
    public List<String> secrets() {
        return List.of("pass-word");
    }
}
