package io.recordsync.store.status;

import io.recordsync.store.delivery.DeliveryError;
import io.recordsync.store.delivery.DeliveryState;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.store.ledger.RecordKeySql;
import io.recordsync.store.ledger.StorableValues;
import io.recordsync.store.sql.JdbcValues;
import io.recordsync.store.sql.Statements;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Lists deliveries by page, in the order of their keys. A reader of all pages sees each delivery that matches during
 * the whole time exactly once, even if other deliveries change meanwhile.
 */
public final class DeliveryPages {

    /** The order of the columns, which compare their bytes. */
    private static final Comparator<Listed> BY_PLACE = Comparator.comparing(
                    (Listed one) -> bytes(one.key().entity()), Arrays::compareUnsigned)
            .thenComparing(one -> bytes(one.key().recordId()), Arrays::compareUnsigned)
            .thenComparing(one -> bytes(one.system()), Arrays::compareUnsigned);

    private final Statements statements;

    public DeliveryPages(Statements statements) {
        this.statements = statements;
    }

    /**
     * Which deliveries of a tenant are listed; an empty part excludes none.
     *
     * @param state {@link DeliveryState#PARKED} also finds those that wait for a person's decision
     * @param errorCode the code of the last failure, as in {@link DeliveryError#code}
     */
    public record Filter(
            String tenant,
            Optional<String> entity,
            Optional<DeliveryState> state,
            Optional<String> system,
            Optional<String> errorCode) {}

    /** The key of the last delivery of a page, within the tenant. Each part is limited as in {@link RecordKey}. */
    public record Place(String entity, String recordId, String system) {

        private static final int MAX_BYTES = 255;

        public Place {
            StorableValues.name("the entity", entity, MAX_BYTES);
            StorableValues.name("the record id", recordId, MAX_BYTES);
            StorableValues.name("the system", system, MAX_BYTES);
        }
    }

    /**
     * One delivery of the list.
     *
     * @param error why it was parked, or why its last attempt failed
     * @param failedAt when that happened
     */
    public record Listed(
            RecordKey key,
            String system,
            DeliveryState state,
            Optional<DeliveryError> error,
            Optional<Instant> failedAt) {

        public Place place() {
            return new Place(key.entity(), key.recordId(), system);
        }
    }

    /** @param after the place of the last delivery of the previous page; empty for the first page */
    public List<Listed> page(Filter filter, Optional<Place> after, int most) {
        if (!filter.state().equals(Optional.of(DeliveryState.PARKED))) {
            return page(filter, filter.state(), after, most);
        }
        // One statement for each state: only then is the index read in the order of the list.
        return Arrays.stream(DeliveryState.values())
                .filter(DeliveryState::isParked)
                .flatMap(state -> page(filter, Optional.of(state), after, most).stream())
                .sorted(BY_PLACE)
                .limit(most)
                .toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private List<Listed> page(Filter filter, Optional<DeliveryState> state, Optional<Place> after, int most) {
        return statements
                .forMany("""
                select tenant, entity, record_id, system, state, error_code, error, error_id, error_at
                from delivery
                where tenant = :tenant
                  and (:entity::text is null or entity = :entity)
                  and (:state::text is null or state = :state)
                  and (:system::text is null or system = :system)
                  and (:errorCode::text is null or error_code = :errorCode)
                  and (entity, record_id, system) > (:afterEntity, :afterRecordId, :afterSystem)
                order by entity, record_id, system
                limit :most
                """)
                .param("tenant", filter.tenant())
                .param("entity", filter.entity().orElse(null))
                .param("state", state.map(DeliveryState::stored).orElse(null))
                .param("system", filter.system().orElse(null))
                .param("errorCode", filter.errorCode().orElse(null))
                .param("afterEntity", after.map(Place::entity).orElse(""))
                .param("afterRecordId", after.map(Place::recordId).orElse(""))
                .param("afterSystem", after.map(Place::system).orElse(""))
                .param("most", most)
                .query((row, n) -> new Listed(
                        RecordKeySql.of(row),
                        row.getString("system"),
                        DeliveryState.of(row.getString("state")),
                        DeliveryError.of(row),
                        JdbcValues.time(row, "error_at")))
                .list();
    }
}
