package io.recordsync.simulator.servicenow;

import org.jspecify.annotations.Nullable;

/** ServiceNow refuses a request. */
final class ServiceNowRefusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String text;
    private final @Nullable String detail;

    ServiceNowRefusal(int status, String text, @Nullable String detail) {
        super(text);
        this.status = status;
        this.text = text;
        this.detail = detail;
    }

    static ServiceNowRefusal notFound() {
        return new ServiceNowRefusal(
                404, "No Record found", "Record doesn't exist or ACL restricts the record retrieval");
    }

    static ServiceNowRefusal invalidTable(String name) {
        return new ServiceNowRefusal(400, "Invalid table " + name, null);
    }

    static ServiceNowRefusal noJson() {
        return new ServiceNowRefusal(400, "Exception while reading request", "The payload is not valid JSON.");
    }

    static ServiceNowRefusal methodNotAllowed(String method) {
        return new ServiceNowRefusal(405, "Method not supported", method + " is not supported here");
    }

    /** The refusal of a write by a rule of the instance. */
    static ServiceNowRefusal aborted(String table, String rule) {
        return new ServiceNowRefusal(
                403,
                "Operation Failed",
                "Operation against file '%s' was aborted by Business Rule '%s'. Business Rule Stack:%s"
                        .formatted(table, rule, rule));
    }

    static ServiceNowRefusal mandatory(String label) {
        return new ServiceNowRefusal(
                403, "Operation Failed", "Data Policy Exception: The following fields are mandatory: " + label);
    }

    static ServiceNowRefusal duplicate(String table, String column, String value) {
        return new ServiceNowRefusal(
                403,
                "Operation Failed",
                ("Error during insert of %s. Unique Key violation detected by database (Duplicate entry '%s' for key "
                                + "'%s')")
                        .formatted(table, value, column));
    }

    String text() {
        return text;
    }

    int status() {
        return status;
    }

    @Nullable String detail() {
        return detail;
    }
}
