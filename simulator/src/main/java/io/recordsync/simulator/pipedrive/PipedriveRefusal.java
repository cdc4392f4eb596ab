package io.recordsync.simulator.pipedrive;

/** Pipedrive refuses a request. */
final class PipedriveRefusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    /** @param code empty for none, as in most of Pipedrive's errors */
    private PipedriveRefusal(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    static PipedriveRefusal of(int status, String message) {
        return new PipedriveRefusal(status, "", message);
    }

    /** The refusal of a body or parameter that is not valid. */
    static PipedriveRefusal invalid(String field, String problem) {
        return new PipedriveRefusal(
                400, "ERR_SCHEMA_VALIDATION_FAILED", "Validation failed: " + field + ": " + problem);
    }

    static PipedriveRefusal notFound() {
        return of(404, "Entity was not found");
    }

    /** The refusal of a field that an account has only with Contact Sync. */
    static PipedriveRefusal contactSync(String field) {
        return of(403, "Scope and URL mismatch: " + field + " needs contact sync");
    }

    /** The reason for the journal. */
    String reason() {
        return code.isEmpty() ? "HTTP_" + status : code;
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
