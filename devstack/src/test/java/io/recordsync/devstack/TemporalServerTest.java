package io.recordsync.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.SearchAttributeKey;
import io.temporal.common.SearchAttributes;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs against the real server. If no {@code temporal} is on the PATH, the first run in a checkout downloads or builds
 * it.
 */
@TestInstance(Lifecycle.PER_CLASS)
class TemporalServerTest {

    private static final SearchAttributeKey<String> STATUS = io.recordsync.workflows.SearchAttributes.SYNC_STATUS;

    private TemporalServer server;

    @BeforeAll
    void start(@TempDir Path folder) {
        Optional<Path> binary = TemporalServer.findBinary(DataFolder.tools(), Progress.to(System.out));
        assertThat(binary).as("a real Temporal server").isPresent();
        server = TemporalServer.start(folder, binary, Port.any(), Port.any());
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void runningWorkflowsSurviveAKillAndAStop() {
        startWorkflow("survivor");

        server.kill();
        server.startAgain();
        assertThat(statusOf("survivor")).isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING);

        server.stop();
        server.startAgain();
        assertThat(statusOf("survivor")).isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING);
    }

    @Test
    void searchAttributesAreRegisteredAtTheStartAndRegisteringAgainChangesNothing() {
        io.recordsync.devstack.SearchAttributeRegistration.register(server.target(), TemporalServer.NAMESPACE);

        OperatorServiceStubs operator = OperatorServiceStubs.newServiceStubs(OperatorServiceStubsOptions.newBuilder()
                .setTarget(server.target())
                .validateAndBuildWithDefaults());
        try {
            assertThat(operator.blockingStub()
                            .listSearchAttributes(ListSearchAttributesRequest.newBuilder()
                                    .setNamespace(TemporalServer.NAMESPACE)
                                    .build())
                            .getCustomAttributesMap())
                    .containsAllEntriesOf(io.recordsync.devstack.SearchAttributeRegistration.all());
        } finally {
            operator.shutdownNow();
        }
    }

    @Test
    void itCanDoAllThatIsAskedOfIt() {
        TemporalCapabilities capabilities = TemporalCapabilities.ask(server.target(), TemporalServer.NAMESPACE);

        assertThat(capabilities.missing()).isEmpty();
        assertThat(capabilities.serverVersion()).isNotEmpty();
    }

    @Test
    void itsWebUiAnswers() throws Exception {
        URI webUi = server.webUi().orElseThrow();
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertThat(client.send(HttpRequest.newBuilder(webUi).build(), BodyHandlers.ofString())
                            .body())
                    .contains("<html");
        }
    }

    @Test
    void itListensOnTheLoopbackAddressAlone() throws IOException {
        int port = Integer.parseInt(server.target().split(":")[1]);
        int webUiPort = server.webUi().orElseThrow().getPort();
        for (InetAddress address : otherAddresses()) {
            assertThatThrownBy(() -> new Socket(address, port).close()).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> new Socket(address, webUiPort).close()).isInstanceOf(IOException.class);
        }
    }

    private static List<InetAddress> otherAddresses() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress())
                .toList();
    }

    @Test
    void aTakenPortIsRefusedInOneSentence(@TempDir Path other) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> TemporalServer.start(
                            other, Optional.empty(), Port.exactly(taken.getLocalPort()), Port.any()))
                    .isInstanceOf(DevStackException.class)
                    .hasMessageStartingWith("Temporal cannot listen on port " + taken.getLocalPort());
            assertThatThrownBy(() -> TemporalServer.start(
                            other, Optional.empty(), Port.any(), Port.exactly(taken.getLocalPort())))
                    .isInstanceOf(DevStackException.class)
                    .hasMessageStartingWith("Temporal's Web UI cannot listen on port " + taken.getLocalPort());
        }
    }

    @Test
    void withoutABinaryTheServerIsInMemoryAndSaysWhatItLacks(@TempDir Path other) {
        try (TemporalServer inMemory = TemporalServer.start(other, Optional.empty(), Port.any(), Port.any())) {
            assertThat(inMemory.webUi()).isEmpty();
            assertThat(TemporalCapabilities.ask(inMemory.target(), TemporalServer.NAMESPACE)
                            .missing())
                    .anySatisfy(line -> assertThat(line).contains("cannot change a queue's limits"))
                    .anySatisfy(line -> assertThat(line).contains("no fairness keys"));
        }
    }

    private void startWorkflow(String id) {
        WorkflowServiceStubs stubs = RunningServers.stubs(server.target());
        try {
            WorkflowOptions options = WorkflowOptions.newBuilder()
                    .setWorkflowId(id)
                    .setTaskQueue("nobody-polls")
                    .setTypedSearchAttributes(
                            SearchAttributes.newBuilder().set(STATUS, "failed").build())
                    .build();
            WorkflowClient.newInstance(stubs)
                    .newUntypedWorkflowStub("Any", options)
                    .start();
        } finally {
            stubs.shutdownNow();
        }
    }

    private WorkflowExecutionStatus statusOf(String id) {
        WorkflowServiceStubs stubs = RunningServers.stubs(server.target());
        try {
            return WorkflowClient.newInstance(stubs)
                    .newUntypedWorkflowStub(id)
                    .describe()
                    .getStatus();
        } finally {
            stubs.shutdownNow();
        }
    }
}
