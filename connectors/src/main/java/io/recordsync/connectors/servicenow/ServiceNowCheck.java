package io.recordsync.connectors.servicenow;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.CheckReport;
import io.recordsync.connectors.CheckReport.Finding;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.ErrorKind;
import io.recordsync.connectors.ObjectSchema.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Checks whether an instance is set up as recordsync needs it, with one call and at most five more per table. */
final class ServiceNowCheck {

    private final ServiceNowApi api;
    private final ServiceNowFields fields;
    private final CallScope scope;
    private final List<Finding> findings = new ArrayList<>();

    ServiceNowCheck(ServiceNowApi api, ServiceNowFields fields, CallScope scope) {
        this.api = api;
        this.fields = fields;
        this.scope = scope;
    }

    CheckReport check(List<String> tables) {
        if (isReached()) {
            tables.forEach(this::checkObject);
        }
        return new CheckReport(findings);
    }

    /** Reads a table that every instance has. A user who may not read it is not a problem. */
    private boolean isReached() {
        try {
            api.list("sys_user", "", List.of(ServiceNowApi.ID), 1, scope);
        } catch (ConnectorException e) {
            if (isStopped(e)) {
                findings.add(Finding.bad(e.kind() == ErrorKind.ACCOUNT_REFUSED ? "credentials" : "connection", e));
                return false;
            }
        }
        findings.add(Finding.good("connection", "The instance answers."));
        findings.add(Finding.good("credentials", "The instance accepts the user."));
        return true;
    }

    private static boolean isStopped(ConnectorException reason) {
        boolean mayNotRead = List.of("HTTP_403", "NO_ACCESS").contains(reason.code());
        return reason.kind() != ErrorKind.PERMANENT && !mayNotRead;
    }

    private void checkObject(String table) {
        try {
            List<JsonNode> newest = newest(table);
            findings.add(Finding.good(
                    "permissions of " + table,
                    "The user may read the table. Only the first"
                            + " write shows whether the user may also write it."));
            checkColumn(table, newest);
            newest.forEach(row -> checkTimeZone(table, row));
            checkDeletes(table);
        } catch (ConnectorException e) {
            findings.add(Finding.bad("permissions of " + table, e));
        }
    }

    private List<JsonNode> newest(String table) {
        List<String> columns = List.of(ServiceNowApi.ID, ServiceNowApi.UPDATED, api.recordIdField());
        return ServiceNowApi.rows(api.list(table, "ORDERBYDESC" + ServiceNowApi.UPDATED, columns, 1, scope));
    }

    private void checkColumn(String table, List<JsonNode> newest) {
        String what = "external id of " + table;
        try {
            Optional<Field> column = fields.describe(table, scope).fields().stream()
                    .filter(field -> field.name().equals(api.recordIdField()))
                    .findFirst();
            findings.add(column.map(field -> column(what, table, field)).orElseGet(() -> noColumn(what, table)));
        } catch (ConnectorException e) {
            findings.add(byRecord(what, table, newest, e));
        }
    }

    private Finding column(String what, String table, Field column) {
        return column.unique()
                ? Finding.good(what, "%s exists and is unique.".formatted(column.name()))
                : Finding.bad(what, "%s is not unique. %s".formatted(column.name(), remedy(table)));
    }

    private Finding noColumn(String what, String table) {
        return Finding.bad(what, "%s is missing. %s".formatted(api.recordIdField(), remedy(table)));
    }

    /** If the dictionary may not be read, a record shows at least whether it has the column. */
    private Finding byRecord(String what, String table, List<JsonNode> newest, ConnectorException untold) {
        boolean seen = newest.stream().anyMatch(row -> row.has(api.recordIdField()));
        String sentence = seen
                ? ("%s exists. Whether it is unique cannot be checked without access to the dictionary. Make sure"
                                + " that it is.")
                        .formatted(api.recordIdField())
                : "%s If the column is missing: %s".formatted(untold.getMessage(), remedy(table));
        return new Finding(what, seen, sentence);
    }

    private String remedy(String table) {
        return ("In System Definition > Tables > %s > Columns, create (or edit) the String column %s with the max"
                        + " length 255, and select 'Unique' in its dictionary entry (Advanced view). Then let the"
                        + " user read and write it.")
                .formatted(table, api.recordIdField());
    }

    /** Times in queries are in the user's time zone. If that is not GMT, a record is not found by its own time. */
    private void checkTimeZone(String table, JsonNode row) {
        String time = row.path(ServiceNowApi.UPDATED).asString("");
        String query = EncodedQuery.and(
                EncodedQuery.equal(ServiceNowApi.ID, row.path(ServiceNowApi.ID).asString("")),
                EncodedQuery.equal(ServiceNowApi.UPDATED, time));
        boolean found = !ServiceNowApi.rows(api.list(table, query, List.of(ServiceNowApi.ID), 1, scope))
                .isEmpty();
        findings.add(new Finding(
                "time zone of the user",
                found,
                found
                        ? "Times in queries are GMT."
                        : "A record was not found by its own time. In User Administration > Users, set the"
                                + " user's time zone to GMT. If the record changed during this check,"
                                + " check again."));
    }

    /** Reports that deletes cannot be read as a good finding, because it is not a problem. */
    private void checkDeletes(String table) {
        findings.add(Finding.good("deletes of " + table, deletes(table)));
    }

    private String deletes(String table) {
        String remedy = "To read deletes, audit the table (System Definition > Dictionary) and let the user read"
                + " sys_audit_delete.";
        try {
            List<String> columns = List.of(ServiceNowApi.ID, "tablename", "documentkey");
            boolean some = !ServiceNowApi.rows(
                            api.list("sys_audit_delete", EncodedQuery.equal("tablename", table), columns, 1, scope))
                    .isEmpty();
            return some ? "Deletes can be read." : "No delete has been recorded yet. " + remedy;
        } catch (ConnectorException e) {
            return "Deletes cannot be read. " + remedy;
        }
    }
}
