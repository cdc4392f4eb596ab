package io.recordsync.starter;

import io.recordsync.process.Program;
import io.recordsync.starter.cli.StarterCommand;

/** The starter as a separate program, for use on servers. */
public final class StarterMain {

    private StarterMain() {}

    /** Takes the flags of {@code recordsync starter}. */
    public static void main(String[] arguments) {
        System.exit(Program.run(new StarterCommand(), arguments));
    }
}
