package io.recordsync.settings;

/** A setting that cannot be used; the message is one sentence for the person who set it. */
public final class SettingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What a process answers that was called wrongly. */
    public static final int EXIT_CODE = 2;

    public SettingException(String message) {
        super(message);
    }
}
