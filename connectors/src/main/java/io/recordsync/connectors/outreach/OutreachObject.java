package io.recordsync.connectors.outreach;

import io.recordsync.connectors.ConnectorException;
import java.util.Arrays;

/**
 * The objects that can be written and read: their names in addresses and in resources, and the attribute that holds our
 * record id.
 */
enum OutreachObject {
    /** No attribute of a prospect that can hold our record id can be searched by. */
    PROSPECTS("prospects", "prospect", "externalId", false),
    ACCOUNTS("accounts", "account", "customId", true);

    private final String path;
    private final String type;
    private final String recordIdAttribute;
    private final boolean foundByRecordId;

    OutreachObject(String path, String type, String recordIdAttribute, boolean foundByRecordId) {
        this.path = path;
        this.type = type;
        this.recordIdAttribute = recordIdAttribute;
        this.foundByRecordId = foundByRecordId;
    }

    /** @throws ConnectorException when there is no object with that name */
    static OutreachObject of(String name) {
        return Arrays.stream(values())
                .filter(object -> object.path.equals(name))
                .findFirst()
                .orElseThrow(() -> ConnectorException.refused(
                        "INVALID_NAME",
                        "A rule for Outreach names an object other than prospects and accounts. Correct"
                                + " the rule, then retry."));
    }

    /** The name in addresses and rules. */
    String path() {
        return path;
    }

    /** The name in resources. */
    String type() {
        return type;
    }

    String recordIdAttribute() {
        return recordIdAttribute;
    }

    boolean isFoundByRecordId() {
        return foundByRecordId;
    }
}
