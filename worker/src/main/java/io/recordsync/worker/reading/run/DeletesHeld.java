package io.recordsync.worker.reading.run;

import io.recordsync.rules.DeleteGuard;

/** Whether so many rows are gone that a person has to approve their deletes. */
final class DeletesHeld {

    private static final int PERCENT = 100;

    private DeletesHeld() {}

    /**
     * If it holds for some rows, it holds for more of them.
     *
     * @param gone the rows that are gone
     * @param living the rows that lived before
     */
    static boolean isHeld(DeleteGuard guard, long gone, long living) {
        boolean isMany = gone > guard.count() && gone * PERCENT > living * guard.percent();
        boolean isAll = gone > 1 && gone >= living;
        return isMany || gone > guard.most() || isAll;
    }
}
