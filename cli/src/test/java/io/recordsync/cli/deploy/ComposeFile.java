package io.recordsync.cli.deploy;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.recordsync.settings.Catalogue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A Compose file, and the checks that find mistakes in it. */
record ComposeFile(Map<String, Object> content) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    static ComposeFile read(Path file) throws IOException {
        return parse(Files.readString(file));
    }

    static ComposeFile parse(String yaml) {
        return new ComposeFile(map(new Yaml().load(yaml)));
    }

    /** The places where the file does not follow the Compose Specification's schema. */
    List<String> offencesAgainstTheSchema() {
        return schema().validate(JSON.writeValueAsString(content), InputFormat.JSON).stream()
                .map(Error::toString)
                .toList();
    }

    private static Schema schema() {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2019_09)
                .getSchema(schemaDocument());
    }

    private static JsonNode schemaDocument() {
        try (InputStream file =
                Objects.requireNonNull(ComposeFile.class.getResourceAsStream("/compose-spec/compose-spec.json"))) {
            JsonNode schema = JSON.readTree(file);
            // The schema uses {@code id} as in draft 4, which the draft that it declares does not know.
            schema.findParents("id").stream()
                    .filter(parent -> parent.get("id").isString())
                    .forEach(parent -> ((ObjectNode) parent).remove("id"));
            return schema;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The variables of our own services that are no settings, as {@code service: NAME}. */
    List<String> unknownVariables(Catalogue catalogue) {
        Set<String> known = new HashSet<>(catalogue.names());
        return ourServices()
                .flatMap(service -> environment(service).keySet().stream()
                        .filter(name -> !known.contains(name))
                        .map(name -> service + ": " + name))
                .toList();
    }

    /** The variables of our own services that end in {@code _FILE} and name a secret which the service is not given. */
    List<String> missingSecrets() {
        return ourServices()
                .flatMap(service -> environment(service).entrySet().stream()
                        .filter(variable -> variable.getKey().endsWith("_FILE"))
                        .filter(variable -> secrets(service).noneMatch(variable.getValue()::equals))
                        .map(variable -> service + ": " + variable.getKey()))
                .toList();
    }

    /** Services that publish a port to other machines. */
    List<String> openPorts() {
        return services().entrySet().stream()
                .flatMap(service -> list(service.getValue(), "ports")
                        .filter(port -> !port.startsWith("127.0.0.1:"))
                        .map(port -> service.getKey() + ": " + port))
                .toList();
    }

    /** Services whose image has no version, or a version that can change. */
    List<String> unpinnedImages() {
        return services().entrySet().stream()
                .filter(service ->
                        !String.valueOf(map(service.getValue()).get("image")).matches(".+:\\d[\\w.-]*"))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Services that could get more rights than they start with. */
    List<String> unguarded() {
        return services().entrySet().stream()
                .filter(service -> list(service.getValue(), "security_opt").noneMatch("no-new-privileges:true"::equals)
                        || list(service.getValue(), "cap_drop").noneMatch("ALL"::equals))
                .map(Map.Entry::getKey)
                .toList();
    }

    Stream<String> ourServices() {
        return services().entrySet().stream()
                .filter(service ->
                        String.valueOf(map(service.getValue()).get("image")).startsWith("recordsync-"))
                .map(Map.Entry::getKey);
    }

    Map<String, Object> environment(String service) {
        return map(map(services().get(service)).getOrDefault("environment", Map.of()));
    }

    private Stream<String> secrets(String service) {
        Set<String> declared = map(content.getOrDefault("secrets", Map.of())).keySet();
        return list(services().get(service), "secrets")
                .filter(declared::contains)
                .map("/run/secrets/"::concat);
    }

    private Map<String, Object> services() {
        return map(content.getOrDefault("services", Map.of()));
    }

    private static Stream<String> list(Object service, String name) {
        return ((List<?>) map(service).getOrDefault(name, List.of())).stream().map(String::valueOf);
    }

    @SuppressWarnings("unchecked") // The keys of a Compose file are texts.
    private static Map<String, Object> map(Object node) {
        return (Map<String, Object>) node;
    }
}
