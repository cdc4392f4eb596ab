package io.recordsync.store.delivery;

import io.recordsync.store.ledger.StorableValues;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Why an attempt failed, for people. A vendor's text is shortened, and characters that cannot be stored are replaced.
 *
 * @param code the vendor's error code, or a code of recordsync
 * @param message the reason, without record content
 * @param errorId the error's id, which is also in the log
 */
public record DeliveryError(String code, String message, String errorId) {

    public DeliveryError {
        code = StorableValues.shown(code, 100);
        message = StorableValues.shown(message, 1000);
        errorId = StorableValues.shown(errorId, 100);
    }

    /** The error in a row of the table of deliveries; empty if the row has none. */
    public static Optional<DeliveryError> of(ResultSet row) throws SQLException {
        String code = row.getString("error_code");
        return code == null
                ? Optional.empty()
                : Optional.of(new DeliveryError(code, row.getString("error"), row.getString("error_id")));
    }
}
