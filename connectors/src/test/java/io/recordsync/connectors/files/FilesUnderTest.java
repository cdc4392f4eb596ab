package io.recordsync.connectors.files;

import io.recordsync.connectors.SystemUnderTest;
import io.recordsync.connectors.TestedSystem;
import io.recordsync.connectors.http.VendorHttp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One file that is written and read, in a folder that ends with the test. */
final class FilesUnderTest implements SystemUnderTest {

    /** No encoding has a form for half of a pair. */
    private static final String NO_CHARACTER = "\ud800";

    private final String name;

    FilesUnderTest(String name) {
        this.name = name;
    }

    @Override
    public String kind() {
        return FilesConnector.KIND;
    }

    @Override
    public TestedSystem start(VendorHttp http) {
        return new TestedFile(name, http);
    }

    @Override
    public String object() {
        return "contacts";
    }

    @Override
    public String recordIdField() {
        return "recordsync_id";
    }

    @Override
    public String emailField() {
        return "email";
    }

    @Override
    public String nameField() {
        return "last_name";
    }

    @Override
    public String optionalField() {
        return "title";
    }

    /** A file takes any text but such as it cannot hold. */
    @Override
    public Map<String, @Nullable Object> content(String email, String name) {
        String kept = email.contains("@") ? email : email + NO_CHARACTER;
        return new HashMap<>(Map.of("email", kept, "last_name", name, "phone", "+15551234567"));
    }

    /** Files of this machine take none. */
    @Override
    public int callsForACreate() {
        return 0;
    }

    @Override
    public int callsForAnUpdate() {
        return 0;
    }

    @Override
    public int callsForABatch() {
        return 0;
    }

    @Override
    public boolean comparesRows() {
        return true;
    }

    @Override
    public List<String> secrets() {
        return List.of("github_pat_secret");
    }
}
