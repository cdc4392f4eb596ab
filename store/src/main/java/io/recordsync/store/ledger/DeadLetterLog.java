package io.recordsync.store.ledger;

import io.recordsync.store.sql.ColumnArrays;
import io.recordsync.store.sql.Statements;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The events that did not become a change, by the message position where they came in. Their content is on the
 * dead-letter topic only.
 */
public final class DeadLetterLog {

    private final Statements statements;

    public DeadLetterLog(Statements statements) {
        this.statements = statements;
    }

    /**
     * A message that cannot be read.
     *
     * @param door the message position where it came in, with partition and offset
     * @param messageSha256 the hash of the whole message. Another message can have the same position when its topic is
     *     deleted and made again
     * @param errorId the error id to use if the message is new
     * @param reason why it could not be read, without its content
     */
    public record Letter(String door, String messageSha256, String errorId, String reason) {}

    /**
     * What the ledger knows of a dead letter.
     *
     * @param errorId the error id that its message was given first
     * @param isPublished true if it is on the dead-letter topic for certain; false if it may or may not be there
     */
    public record Logged(String errorId, boolean isPublished) {}

    /**
     * Logs dead letters. A message that is read again is the same dead letter.
     *
     * @param letters the dead letters, with each message position at most once
     * @return what is known of each, by message position
     */
    public Map<String, Logged> log(Collection<Letter> letters) {
        // Every statement that locks these rows locks them in the order of their positions.
        List<Letter> sorted =
                letters.stream().sorted(Comparator.comparing(Letter::door)).toList();
        ColumnArrays<Letter> rows = new ColumnArrays<>(sorted);
        return statements
                .forRows(rows.size(), """
                insert into dead_letter as known (door, message_sha256, error_id, reason)
                select * from unnest(:doors::text[], :hashes::text[], :errorIds::text[], :reasons::text[])
                -- The same message that is read again keeps its error id and stays published. Another message at the
                -- same position, in a topic that was made again, is a new dead letter.
                on conflict (door) do update set
                  reason = excluded.reason,
                  message_sha256 = excluded.message_sha256,
                  -- An older build has not noted the hash. Its letters keep their ids, and are published once more.
                  error_id = case when known.message_sha256 <> excluded.message_sha256 then excluded.error_id
                                  else known.error_id end,
                  published_at = case when known.message_sha256 = excluded.message_sha256 then known.published_at end
                returning door, error_id, published_at is not null as published
                """)
                .param("doors", rows.text(Letter::door))
                .param("hashes", rows.text(Letter::messageSha256))
                .param("errorIds", rows.text(Letter::errorId))
                .param("reasons", rows.text(letter -> StorableValues.shown(letter.reason(), 1000)))
                .query((row, number) -> Map.entry(
                        row.getString("door"), new Logged(row.getString("error_id"), row.getBoolean("published"))))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Notes that the dead letters of these message positions are on their dead-letter topics. */
    public void published(Collection<String> doors) {
        statements
                .forRows(doors.size(), """
                update dead_letter set published_at = now()
                -- The rows are locked in the order of their positions, as every other statement does.
                where door in (select door from dead_letter where door = any(:doors::text[]) order by door for update)
                """)
                .param("doors", doors.toArray(String[]::new))
                .update();
    }
}
