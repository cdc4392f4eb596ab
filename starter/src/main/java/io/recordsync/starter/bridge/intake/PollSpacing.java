package io.recordsync.starter.bridge.intake;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Spaces out polls that are not full while changes are sent in chunks, so that the chunks of the next poll fill. Each
 * call to a system counts against its quota, however many records it carries.
 *
 * @param fullPoll the largest number of messages in a poll
 * @param pause the time between two polls that are not full
 */
record PollSpacing(int fullPoll, Duration pause) {

    /**
     * Waits after a poll if it was not full. An interrupt ends the wait.
     *
     * @param changes the number of changes that the poll brought
     */
    void afterChunks(int changes) {
        if (changes >= fullPoll) {
            return;
        }
        try {
            TimeUnit.NANOSECONDS.sleep(pause.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
