package io.recordsync.cli.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.devstack.SearchAttributeRegistration;
import io.recordsync.settings.Catalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** For each check there is a file that it refuses. */
class ComposeFileTest {

    private static final Path ROOT = Path.of("..");

    private static final Catalogue SETTINGS = Catalogue.ofClassPath();

    private static final String SPECIMEN = """
            services:
              worker:
                image: recordsync-worker:%s
                environment: {%s}
                ports: ["%s:8001:8001"]
                secrets: [token]
            secrets:
              token: {file: token}
            """;

    private static ComposeFile ours() throws IOException {
        return ComposeFile.read(ROOT.resolve("docker-compose.yml"));
    }

    private static ComposeFile specimen(String version, String environment, String address) {
        return ComposeFile.parse(SPECIMEN.formatted(version, environment, address));
    }

    @Test
    void itFollowsTheComposeSpecification() throws IOException {
        assertThat(ours().offencesAgainstTheSchema()).isEmpty();
    }

    @Test
    void aServiceWithAnUnknownKeyDoesNotFollowIt() {
        assertThat(ComposeFile.parse("services: {worker: {imagge: a}}").offencesAgainstTheSchema())
                .hasSize(1)
                .first()
                .asString()
                .contains("imagge");
    }

    @Test
    void everyVariableThatItSetsForUsIsOneThatWeRead() throws IOException {
        assertThat(ours().ourServices())
                .containsExactly(
                        "starter",
                        "worker-workflows",
                        "worker-salesforce",
                        "worker-hubspot",
                        "worker-servicenow",
                        "worker-outreach",
                        "worker-pipedrive",
                        "worker-database",
                        "worker-webhook")
                .allSatisfy(service -> assertThat(ours().environment(service))
                        .containsEntry("BIND_ADDRESS", "0.0.0.0")
                        .containsKey("DATABASE_PASSWORD_FILE"));
        assertThat(ours().unknownVariables(SETTINGS)).isEmpty();
    }

    @Test
    void aVariableThatWeDoNotReadIsFound() {
        assertThat(specimen(
                                "1",
                                "HUBSPOT_TOKEN: a, HUBSPOT_API_VERSION_FILE: b, HUBSPOT_API_TOKEN_FILE: c",
                                "127.0.0.1")
                        .unknownVariables(SETTINGS))
                .containsExactly("worker: HUBSPOT_TOKEN", "worker: HUBSPOT_API_VERSION_FILE");
    }

    @Test
    void everySecretThatItNamesIsGiven() throws IOException {
        assertThat(ours().missingSecrets()).isEmpty();
    }

    @Test
    void aSecretThatTheServiceIsNotGivenIsFound() {
        assertThat(specimen("1", "A_FILE: /run/secrets/token, B_FILE: /run/secrets/other", "127.0.0.1")
                        .missingSecrets())
                .containsExactly("worker: B_FILE");
    }

    @Test
    void portsArePublishedOnThisMachineAlone() throws IOException {
        assertThat(ours().openPorts()).isEmpty();
        assertThat(specimen("1", "", "0.0.0.0").openPorts()).containsExactly("worker: 0.0.0.0:8001:8001");
    }

    @Test
    void versionsArePinned() throws IOException {
        assertThat(ours().unpinnedImages()).isEmpty();
        assertThat(specimen("latest", "", "127.0.0.1").unpinnedImages()).containsExactly("worker");
    }

    @Test
    void noServiceCanGainRights() throws IOException {
        assertThat(ours().unguarded()).isEmpty();
        assertThat(specimen("1", "", "127.0.0.1").unguarded()).containsExactly("worker");
    }

    @Test
    void theSearchAttributesAreRegisteredWithTheirTypes() throws IOException {
        String script = Files.readString(ROOT.resolve("deploy/temporal/prepare.sh"));
        assertThat(script.lines().filter(line -> line.startsWith("attribute ")))
                .containsExactlyInAnyOrderElementsOf(SearchAttributeRegistration.all().entrySet().stream()
                        .map(attribute -> "attribute " + attribute.getKey() + " " + cliName(attribute.getValue()))
                        .toList());
    }

    private static String cliName(Enum<?> type) {
        return switch (type.name()) {
            case "INDEXED_VALUE_TYPE_KEYWORD" -> "Keyword";
            case "INDEXED_VALUE_TYPE_KEYWORD_LIST" -> "KeywordList";
            default -> throw new IllegalArgumentException(type.name());
        };
    }
}
