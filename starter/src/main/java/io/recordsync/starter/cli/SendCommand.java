package io.recordsync.starter.cli;

import io.recordsync.process.StartException;
import io.recordsync.settings.Settings;
import io.recordsync.settings.SettingsFlags;
import io.recordsync.settings.TenantSettings;
import io.recordsync.starter.bridge.intake.DebeziumSettings;
import io.recordsync.starter.bridge.kafka.KafkaSettings;
import io.recordsync.starter.events.EventReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code recordsync send}. */
@Command(
        name = "send",
        mixinStandardHelpOptions = true,
        description = {
            "Sends messages to the topic: one for each line, or one JSON document.",
            "Lines that are not events are sent unchanged."
        },
        footer = {
            "",
            "Examples:",
            "  recordsync send events.jsonl",
            "  echo '{\"record\":\"contacts\", ...}' | recordsync send -"
        })
public final class SendCommand implements Callable<Integer> {

    private static final int MAX_BYTES = 64 * 1024 * 1024;

    @Mixin
    private final SettingsFlags flags =
            SettingsFlags.of(KafkaSettings.class, DebeziumSettings.class, TenantSettings.class);

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            defaultValue = "-",
            description = "The file to send, 64 MB at most. The default, -, is the standard input.")
    private String file = "-";

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() {
        Settings settings = flags.read();
        KafkaSettings kafka = settings.get(KafkaSettings.class);
        DebeziumSettings debezium = settings.get(DebeziumSettings.class);
        EventReader reader = new EventReader(
                kafka.topicFormats(),
                debezium.tables(),
                debezium.unavailableValue(),
                settings.get(TenantSettings.class));
        List<byte[]> messages = MessageSplitter.split(input());
        try (TopicSender sender = new TopicSender(kafka, reader)) {
            return report(sender.send(messages));
        }
    }

    private int report(TopicSender.Sent sent) {
        PrintWriter out = command.commandLine().getOut();
        out.println(sent);
        out.flush();
        return sent.refused().isEmpty() ? 0 : 1;
    }

    private byte[] input() {
        try (InputStream input = file.equals("-") ? System.in : Files.newInputStream(Path.of(file))) {
            byte[] bytes = input.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new StartException(String.format(
                        Locale.ROOT, "%s is larger than %d MB. Send it in parts.", file, MAX_BYTES / 1024 / 1024));
            }
            return bytes;
        } catch (IOException e) {
            throw new StartException("%s cannot be read. Check that the file exists.".formatted(file), e);
        }
    }
}
