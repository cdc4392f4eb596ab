package io.recordsync.connectors.salesforce;

import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.Write;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A create that meets rows which the org has.
 *
 * @param refused why the record is not created
 * @param ids the ids of the rows that the org itself has named as duplicates
 */
record Meeting(Write create, ConnectorException refused, List<String> ids) {

    /** Whether a row carries the record id, matches, or is one that the org has named; queries ignore case too. */
    boolean isWith(JsonNode row, String externalIdField) {
        return has(row, externalIdField, create.recordId())
                || create.match()
                        .filter(match -> has(row, match.field(), match.value()))
                        .isPresent()
                || ids.stream().anyMatch(SalesforceRows.field(row, "Id")::startsWith);
    }

    private static boolean has(JsonNode row, String field, String value) {
        return SalesforceRows.field(row, field).strip().equalsIgnoreCase(value.strip());
    }
}
