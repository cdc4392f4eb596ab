package io.recordsync.simulator.outreach;

/** Outreach refuses a request; the {@code id} is the kind of error. */
final class OutreachRefusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final String VALIDATION = "validationError";

    private final int status;
    private final String id;
    private final String title;
    private final String pointer;
    private final String reason;

    /**
     * @param pointer the part of the request that caused it; empty for none
     * @param reason for the journal
     */
    private OutreachRefusal(int status, String id, String title, String detail, String pointer, String reason) {
        super(detail);
        this.status = status;
        this.id = id;
        this.title = title;
        this.pointer = pointer;
        this.reason = reason;
    }

    static OutreachRefusal of(int status, String id, String title, String detail) {
        return new OutreachRefusal(status, id, title, detail, "", id);
    }

    static OutreachRefusal attribute(String name, String detail) {
        return member("attributes/" + name, detail);
    }

    /** @param path the path of the invalid part in the resource */
    static OutreachRefusal member(String path, String detail) {
        return new OutreachRefusal(422, VALIDATION, "Validation Error", detail, "/data/" + path, VALIDATION);
    }

    static OutreachRefusal record(String detail) {
        return new OutreachRefusal(422, VALIDATION, "Validation Error", detail, "/data", VALIDATION);
    }

    static OutreachRefusal emailTaken() {
        return new OutreachRefusal(
                422,
                VALIDATION,
                "Validation Error",
                "Contacts email hash has already been taken.",
                "/data",
                "CONFLICT");
    }

    /** The answer to a change of the addresses that changes nothing. */
    static OutreachRefusal sameEmails() {
        return of(
                422,
                "validationDuplicateValueError",
                "Validation Duplicate Value Error",
                "A Contact with this email_hash already exists.");
    }

    static OutreachRefusal tooLong() {
        return of(422, "validationDataTooLongError", "Validation Data Too Long Error", "Data provided is too long.");
    }

    static OutreachRefusal notFound(String type, String id) {
        return of(
                404, "resourceNotFound", "Resource Not Found", "Could not find '%s' with ID '%s'.".formatted(type, id));
    }

    static OutreachRefusal unknownPath() {
        return of(404, "resourceNotFound", "Resource Not Found", "There is no such resource.");
    }

    /** The refusal of a query that filters, sorts or pages by something that is not supported. */
    static OutreachRefusal query(String detail) {
        return of(400, "invalidRequest", "Invalid Request", detail);
    }

    String reason() {
        return reason;
    }

    int status() {
        return status;
    }

    String id() {
        return id;
    }

    String title() {
        return title;
    }

    String detail() {
        return String.valueOf(getMessage());
    }

    String pointer() {
        return pointer;
    }
}
