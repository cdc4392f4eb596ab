package io.recordsync.starter.bridge;

/** Pauses and resumes reading from Kafka. Safe to use from any thread. */
interface PauseControl {

    /** Asks that no further messages are read. Those that were polled already are still taken in. */
    void pause();

    /** Asks that reading goes on. */
    void resume();

    /** Whether {@link #pause()} was the last that was asked. */
    boolean isPaused();
}
