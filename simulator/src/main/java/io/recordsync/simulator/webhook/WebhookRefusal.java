package io.recordsync.simulator.webhook;

/** The receiver refuses a message. */
final class WebhookRefusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String field;

    /** @param field the field that is not valid; empty for none */
    private WebhookRefusal(int status, String title, String field) {
        super(title);
        this.status = status;
        this.field = field;
    }

    static WebhookRefusal of(int status, String title) {
        return new WebhookRefusal(status, title, "");
    }

    static WebhookRefusal field(String name) {
        return new WebhookRefusal(422, "Unprocessable Content", name);
    }

    int status() {
        return status;
    }

    String title() {
        return String.valueOf(getMessage());
    }

    String field() {
        return field;
    }

    /** The reason for the journal. */
    String reason() {
        return "HTTP_" + status;
    }
}
