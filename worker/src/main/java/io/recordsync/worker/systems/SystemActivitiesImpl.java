package io.recordsync.worker.systems;

import io.recordsync.connectors.CallDeferredException;
import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.Connector;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.Deadline;
import io.recordsync.connectors.ObjectSchema;
import io.recordsync.connectors.Permits;
import io.recordsync.rules.RuleSet;
import io.recordsync.workflows.DescribeRequest;
import io.recordsync.workflows.FailureTypes;
import io.recordsync.workflows.SystemActivities;
import io.recordsync.workflows.SystemDescription;
import io.recordsync.workflows.SystemDescription.Entity;
import io.recordsync.workflows.SystemDescription.Field;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Describes systems, and remembers their answers for ten minutes. */
public final class SystemActivitiesImpl implements SystemActivities {

    private static final Duration FRESH = Duration.ofMinutes(10);
    private static final Duration TO_ANSWER = Duration.ofSeconds(15);

    private final Connectors connectors;
    private final RuleSet rules;
    private final Permits permits;
    private final InstantSource clock;
    private final Map<String, Remembered> remembered = new ConcurrentHashMap<>();

    public SystemActivitiesImpl(Connectors connectors, RuleSet rules, Permits permits, InstantSource clock) {
        this.connectors = connectors;
        this.rules = rules;
        this.permits = permits;
        this.clock = clock;
    }

    private record Remembered(Instant at, ObjectSchema schema) {}

    @Override
    public SystemDescription describe(DescribeRequest request) {
        Connector connector = connectors.of(request.system());
        CallScope scope = new CallScope(Deadline.in(TO_ANSWER), permits);
        try {
            List<Entity> entities = objects(request).entrySet().stream()
                    .map(object -> entity(object.getKey(), schema(connector, object.getValue(), scope)))
                    .toList();
            return new SystemDescription(request.system(), entities);
        } catch (ConnectorException | CallDeferredException e) {
            throw ApplicationFailure.newNonRetryableFailure(String.valueOf(e.getMessage()), FailureTypes.NOT_DESCRIBED);
        }
    }

    private Map<String, String> objects(DescribeRequest request) {
        Map<String, String> objects = rules.objects(request.system());
        if (request.entity() == null) {
            return objects;
        }
        String object = objects.get(request.entity());
        if (object == null) {
            throw ApplicationFailure.newNonRetryableFailure(
                    "The rule set %s has no mapping of %s for %s. The entities with a mapping are %s."
                            .formatted(rules.name(), request.entity(), request.system(), objects.keySet()),
                    FailureTypes.UNKNOWN_ENTITY);
        }
        return Map.of(request.entity(), object);
    }

    private ObjectSchema schema(Connector connector, String object, CallScope scope) {
        Remembered last = remembered.get(connector.system() + "/" + object);
        if (last != null && last.at().plus(FRESH).isAfter(clock.instant())) {
            return last.schema();
        }
        ObjectSchema schema = connector.describe(object, scope);
        remembered.put(connector.system() + "/" + object, new Remembered(clock.instant(), schema));
        return schema;
    }

    private static Entity entity(String entity, ObjectSchema schema) {
        return new Entity(
                entity,
                schema.object(),
                schema.live(),
                schema.fields().stream().map(SystemActivitiesImpl::field).toList());
    }

    private static Field field(ObjectSchema.Field field) {
        return new Field(
                field.name(),
                field.label(),
                field.type(),
                field.required(),
                field.writable(),
                field.unique(),
                field.longest().isPresent() ? field.longest().getAsInt() : null);
    }
}
