package io.recordsync.starter.bridge.load;

/** Pauses and resumes reading from Kafka. Safe to use from any thread. */
public interface PauseControl {

    /** Asks that no further messages are read. Messages that were already polled may still be accepted. */
    void pause();

    /** Asks that reading resumes. */
    void resume();

    /** Whether {@link #pause()} was called more recently than {@link #resume()}. */
    boolean isPaused();
}
