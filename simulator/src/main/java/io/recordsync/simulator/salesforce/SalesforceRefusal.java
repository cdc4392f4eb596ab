package io.recordsync.simulator.salesforce;

import java.util.List;

/** Salesforce refuses a request, or one row of it. */
final class SalesforceRefusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final transient List<String> fields;

    /** @param status the HTTP status if the refusal is the answer to the whole request */
    SalesforceRefusal(int status, String code, String message, String... fields) {
        super(message);
        this.status = status;
        this.code = code;
        this.fields = List.of(fields);
    }

    static SalesforceRefusal notFound() {
        return new SalesforceRefusal(404, "NOT_FOUND", "The requested resource does not exist");
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    List<String> fields() {
        return fields;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
