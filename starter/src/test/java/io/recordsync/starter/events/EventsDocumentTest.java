package io.recordsync.starter.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.starter.events.Reading.Readable;
import io.recordsync.starter.events.Reading.Unreadable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The reader accepts the samples of docs/events.md, and reads each as the page says. */
class EventsDocumentTest {

    private static final Pattern SAMPLE = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);
    private static final Pattern HEADER = Pattern.compile("^(ce_\\w+|content-type): (.+)$", Pattern.MULTILINE);

    private final String page;

    EventsDocumentTest() throws IOException {
        page = Files.readString(Path.of("..", "docs", "events.md"));
    }

    @Test
    void everySampleOfAnEventIsRead() {
        List<String> events = samples().filter(EventsDocumentTest::isEvent).toList();

        assertThat(events).hasSizeGreaterThanOrEqualTo(7);
        assertThat(events)
                .allSatisfy(event -> assertThat(Samples.SHARED_READER.read(Samples.message(event)))
                        .as(event)
                        .isInstanceOf(Readable.class));
    }

    @Test
    void theSampleOfAnotherTenantIsADeadLetterUnlessTenantsShareTheAccounts() {
        assertThat(samples().filter(event -> event.contains("\"acme\"")))
                .singleElement()
                .satisfies(event ->
                        assertThat(Samples.READER.read(Samples.message(event))).isInstanceOf(Unreadable.class));
    }

    @Test
    void theBinaryCloudEventIsReadWithItsHeaders() {
        Map<String, String> headers = new HashMap<>();
        HEADER.matcher(page).results().forEach(header -> headers.put(header.group(1), header.group(2)));
        String data = samples()
                .filter(sample -> sample.startsWith("{\"name\""))
                .findFirst()
                .orElseThrow();

        assertThat(headers).containsKeys("ce_id", "ce_source", "ce_type", "ce_subject");
        assertThat(Samples.READER.read(
                        new EventMessage("crm", "kafka:crm/0@7", headers, data.getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(Readable.class);
    }

    private Stream<String> samples() {
        Matcher samples = SAMPLE.matcher(page);
        return samples.results().map(sample -> sample.group(1));
    }

    /** The page also contains the data of a binary CloudEvent and an answer of the REST API, which are no events. */
    private static boolean isEvent(String sample) {
        JsonNode json = JsonMapper.shared().readTree(sample);
        return json.has("event_id")
                || json.has("specversion")
                || json.has("op")
                || json.path("record").isString();
    }
}
