package io.recordsync.rules;

/**
 * When the deletes that one run found at a system wait for a person: more than {@code count} and more than
 * {@code percent}, or more than {@code most}, of the rows that lived at the run's start.
 *
 * @param count a number of rows; 20 by default
 * @param percent a share of the rows, from 1 to 100; 10 by default
 * @param most a number of rows; 500 by default
 */
public record DeleteGuard(int count, int percent, int most) {
    static final DeleteGuard DEFAULT = new DeleteGuard(20, 10, 500);
}
