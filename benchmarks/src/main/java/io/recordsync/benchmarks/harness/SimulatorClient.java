package io.recordsync.benchmarks.harness;

import io.recordsync.simulator.quota.Counts;
import io.recordsync.simulator.store.JournalEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;

/** Controls a simulator in another process: reads what it received, and sets its faults. */
public final class SimulatorClient {

    private static final int PAGE = 5000;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final JsonMapper json = JsonMapper.builder().build();
    private final HttpClient client = HttpClient.newHttpClient();
    private final String baseUrl;

    public SimulatorClient(String baseUrl) {
        this.baseUrl = baseUrl;
    }

    private record Page(List<JournalEntry> entries, long total) {}

    public String baseUrl() {
        return baseUrl;
    }

    /** The number of creates, updates, deletes and refusals so far. Very cheap for the simulator. */
    public long effects() {
        return page(Long.MAX_VALUE, 0).total();
    }

    /** Reads the journal's entries after this sequence number, oldest first. */
    public void journal(long after, Consumer<JournalEntry> reader) {
        long last = after;
        List<JournalEntry> entries = page(last, PAGE).entries();
        while (!entries.isEmpty()) {
            entries.forEach(reader);
            last = entries.getLast().sequence();
            entries = page(last, PAGE).entries();
        }
    }

    public Counts counts() {
        return json.readValue(get("counts"), Counts.class);
    }

    /**
     * From now on the simulator permanently refuses this share of the records, from 0 to 1. The record ids decide
     * which.
     */
    public void refuse(double share) {
        post("faults", Map.of("refusedRecords", share));
    }

    /** From now on the simulator permanently refuses this record. */
    public void refuse(String recordId) {
        post("refuse", Map.of("recordId", recordId));
    }

    /** From now on the simulator carries out this share of the calls but closes the connection without a reply. */
    public void loseReplies(double share) {
        post("faults", Map.of("lostReplies", share));
    }

    /** From now on the simulator waits this long before each call. Replaces {@link #delayCallsNaming}. */
    public void delay(Duration length) {
        post("delay", Map.of("milliseconds", length.toMillis()));
    }

    /**
     * From now on the simulator waits this long before each call whose address or body contains the text, and before no
     * other.
     */
    public void delayCallsNaming(String text, Duration length) {
        post("delay", Map.of("milliseconds", length.toMillis(), "naming", text));
    }

    private Page page(long after, int limit) {
        return json.readValue(get(String.format(Locale.ROOT, "journal?after=%d&limit=%d", after, limit)), Page.class);
    }

    private String get(String control) {
        return send(request(control).GET());
    }

    private void post(String control, Object body) {
        send(request(control).POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body))));
    }

    private HttpRequest.Builder request(String control) {
        return HttpRequest.newBuilder(URI.create(baseUrl + "/_simulator/" + control))
                .timeout(LIMIT);
    }

    private String send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IOException("the simulator answered " + response.statusCode() + ": " + response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted during a request to a simulator", e);
        }
    }
}
