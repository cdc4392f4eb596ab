package io.recordsync.devstack;

import io.recordsync.process.StartException;

/**
 * A server of this machine could not be started or reached. The message is one sentence for a person: what failed and
 * what to do about it. Commands print it and end with an exit code other than 0.
 */
public final class DevStackException extends StartException {

    private static final long serialVersionUID = 1L;

    private final String sentence;

    public DevStackException(String sentence) {
        super(sentence);
        this.sentence = sentence;
    }

    public DevStackException(String sentence, Throwable cause) {
        super(sentence, cause);
        this.sentence = sentence;
    }

    /** The message, which is never null. */
    public String sentence() {
        return sentence;
    }
}
