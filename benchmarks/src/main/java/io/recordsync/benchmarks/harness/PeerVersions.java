package io.recordsync.benchmarks.harness;

import io.recordsync.devstack.TemporalCapabilities;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.utils.AppInfoParser;

/** The versions of the programs in a benchmark, by name. */
public final class PeerVersions {

    private static final int GIT_SECONDS = 5;

    private PeerVersions() {}

    public static Map<String, String> of(BenchEnvironment site) {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("recordsync", commit());
        versions.put("java", Runtime.version().toString());
        versions.put("temporal", temporal(site));
        versions.put("postgresql", site.ledger().serverVersion());
        versions.put("kafka", AppInfoParser.getVersion());
        return versions;
    }

    private static String temporal(BenchEnvironment site) {
        WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setTarget(site.servers().temporalAddress())
                .build());
        try {
            return TemporalCapabilities.ask(stubs, site.servers().temporalNamespace())
                    .serverVersion();
        } finally {
            stubs.shutdownNow();
        }
    }

    /** The commit of the checkout, with {@code -dirty} if files differ from it. */
    private static String commit() {
        try {
            Process git = new ProcessBuilder(
                            "git", "-C", System.getProperty("recordsync.home", "."), "describe", "--always", "--dirty")
                    .redirectErrorStream(true)
                    .start();
            String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return git.waitFor(GIT_SECONDS, TimeUnit.SECONDS) && git.exitValue() == 0 ? said : "unknown";
        } catch (IOException noGit) {
            return "unknown";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "unknown";
        }
    }
}
