package io.recordsync.starter.cli;

import picocli.CommandLine.Parameters;

/** The reader that a command is about. Use as a picocli mixin. */
final class ReaderOption {

    @Parameters(index = "0", paramLabel = "SYSTEM", description = "The system that is read.")
    private String system = "";

    @Parameters(index = "1", paramLabel = "ENTITY", description = "The entity that is read from it.")
    private String entity = "";

    String path() {
        return "/v1/sync/readers/%s/%s".formatted(RecordOption.encoded(system), RecordOption.encoded(entity));
    }
}
