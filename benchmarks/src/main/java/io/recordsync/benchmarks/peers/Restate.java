package io.recordsync.benchmarks.peers;

import io.recordsync.benchmarks.harness.BenchEnvironment;
import io.recordsync.benchmarks.harness.BenchTarget;
import io.recordsync.benchmarks.harness.Pipeline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.json.JsonMapper;

/** Restate: its server, and the service in {@code benchmarks/peers/java} that the server calls for each event. */
public final class Restate extends Peer {

    private static final Duration START = Duration.ofSeconds(60);
    private static final String SERVICE = "restate-service";

    private final JsonMapper json = JsonMapper.builder().build();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Ports ports = Ports.free();

    /** The ports of the server and the service. All tasks use the same ones, because they run one after another. */
    private record Ports(int node, int ingress, int admin, int service) {

        /** Finds free ports. All are held at the same time, so that no two are the same. */
        static Ports free() {
            try (ServerSocket node = new ServerSocket(0);
                    ServerSocket ingress = new ServerSocket(0);
                    ServerSocket admin = new ServerSocket(0);
                    ServerSocket service = new ServerSocket(0)) {
                return new Ports(
                        node.getLocalPort(), ingress.getLocalPort(), admin.getLocalPort(), service.getLocalPort());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    public Restate(BenchEnvironment site, InstalledPeers installed) {
        super(site, installed);
    }

    @Override
    public String name() {
        return "restate";
    }

    @Override
    public Optional<String> missing() {
        return installed().missing("Restate", "bin/restate-server", "java");
    }

    /** Always 1, because each event is a separate invocation and Restate has no batches here. */
    @Override
    public int recordsPerCall(BenchTarget target) {
        return 1;
    }

    @Override
    public Set<String> parts() {
        return Set.of(name(), SERVICE);
    }

    @Override
    public Map<String, String> versions() {
        return Map.of(
                "restate-server",
                installed().restateServerVersion(),
                "restate-sdk-java",
                installed().restateSdkVersion());
    }

    @Override
    protected void launch(Programs programs, Task task, Map<String, String> environment) {
        Map<String, String> service = new HashMap<>(environment);
        service.put("SERVICE_PORT", Integer.toString(ports.service()));
        programs.start(SERVICE, SERVICE + "-" + task.topic(), installed().java(Pipeline.HEAP, "RestatePeer"), service);
        programs.start(
                name(),
                name() + "-" + task.topic(),
                List.of(
                        installed().program("restate-server").toString(),
                        "--no-logo",
                        "--node-name=bench",
                        "--listen-mode=tcp",
                        "--base-dir=" + site().logs().resolveSibling("restate-" + task.topic())),
                Map.of(
                        "RESTATE_BIND_ADDRESS", "127.0.0.1:" + ports.node(),
                        "RESTATE_ADVERTISED_ADDRESS", "http://127.0.0.1:" + ports.node(),
                        "RESTATE_INGRESS__BIND_ADDRESS", "127.0.0.1:" + ports.ingress(),
                        "RESTATE_ADMIN__BIND_ADDRESS", "127.0.0.1:" + ports.admin(),
                        "RESTATE_DISABLE_TELEMETRY", "true"));
    }

    /**
     * The steps of docs.restate.dev, services/invocation/kafka, through the admin API that the command line uses too.
     */
    @Override
    protected void prepare(Task task) {
        String kafka = site().servers().kafkaBootstrapServers();
        post("deployments", Map.of("uri", "http://127.0.0.1:" + ports.service()));
        post("kafka-clusters", Map.of("name", "bench", "properties", Map.of("bootstrap.servers", kafka)));
        post(
                "subscriptions",
                Map.of(
                        "source",
                        "kafka://bench/" + task.topic(),
                        "sink",
                        "service://ContactObject/changed",
                        "options",
                        Map.of("auto.offset.reset", "earliest", "group.id", task.topic())));
    }

    /** Retries until the server and the service are ready. */
    private void post(String path, Map<String, ?> body) {
        long begun = System.nanoTime();
        String answer = attempt(path, body);
        while (!answer.isEmpty()) {
            if (System.nanoTime() - begun > START.toNanos()) {
                throw new IllegalStateException("Restate did not accept " + path + ": " + answer);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
            answer = attempt(path, body);
        }
    }

    /** Returns what was wrong, or an empty text if the request was accepted. */
    private String attempt(String path, Map<String, ?> body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports.admin() + "/" + path))
                .timeout(START)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body)))
                .build();
        try {
            var response = client.send(request, BodyHandlers.ofString());
            return response.statusCode() < 300 ? "" : response.statusCode() + " " + response.body();
        } catch (IOException notYet) {
            return "no answer";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted while Restate starts", e));
        }
    }
}
