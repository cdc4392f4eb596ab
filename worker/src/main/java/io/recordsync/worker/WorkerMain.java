package io.recordsync.worker;

import io.recordsync.process.Program;

/** The worker as a separate program, as servers run it. */
public final class WorkerMain {

    private WorkerMain() {}

    /** Accepts the flags of {@code recordsync worker}. */
    public static void main(String[] arguments) {
        System.exit(Program.run(new WorkerCommand(), arguments));
    }
}
