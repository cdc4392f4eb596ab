package io.recordsync.cli;

import io.recordsync.devstack.TemporalBinary;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The output of {@code recordsync --version}. The build writes the project's version into a file. */
final class RecordsyncVersion implements IVersionProvider {

    @Override
    public String[] getVersion() throws IOException {
        Properties properties = new Properties();
        try (InputStream file = RecordsyncVersion.class.getResourceAsStream("application-version.properties")) {
            properties.load(file);
        }
        return new String[] {
            "recordsync " + properties.getProperty("version"),
            "Java " + System.getProperty("java.version") + ", Temporal CLI " + TemporalBinary.VERSION
                    + " if it has to be downloaded"
        };
    }
}
