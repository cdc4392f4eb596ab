package io.recordsync.settings;

/** A setting has a value that cannot be used. The message is one sentence for the person who set it. */
public final class SettingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The exit code of a process that was called wrongly. */
    public static final int EXIT_CODE = 2;

    public SettingException(String message) {
        super(message);
    }
}
