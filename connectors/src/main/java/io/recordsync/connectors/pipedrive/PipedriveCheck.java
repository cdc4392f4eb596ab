package io.recordsync.connectors.pipedrive;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.CheckReport;
import io.recordsync.connectors.CheckReport.Finding;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.ErrorKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Checks an account with two calls per object, which cost twenty tokens together. An instance is used for one check.
 */
final class PipedriveCheck {

    private final PipedriveApi api;
    private final PipedriveFields fields;
    private final String recordIdField;
    private final List<Finding> findings = new ArrayList<>();

    PipedriveCheck(PipedriveApi api, PipedriveFields fields, String recordIdField) {
        this.api = api;
        this.fields = fields;
        this.recordIdField = recordIdField;
    }

    CheckReport check(List<String> objects, CallScope scope) {
        for (String object : objects) {
            try {
                checkObject(PipedriveObject.named(object), scope);
            } catch (ConnectorException e) {
                findings.add(finding(object, e));
                if (e.kind() != ErrorKind.PERMANENT) {
                    break;
                }
            }
        }
        return new CheckReport(findings);
    }

    private void checkObject(PipedriveObject object, CallScope scope) {
        FieldCatalog catalog = fields.fresh(object, scope);
        if (findings.isEmpty()) {
            findings.add(Finding.good("connection", "Pipedrive answers at its base URL."));
            findings.add(Finding.good("credentials", "Pipedrive accepts the API token."));
        }
        PipedriveErrors.requireData(
                api.list(object, Map.of("limit", "1"), scope), JsonNode::isArray, "a test read of " + object.path());
        findings.add(
                Finding.good("permissions", "The token's user may read %s and their fields.".formatted(object.path())));
        findings.add(recordIdField(object, catalog));
    }

    private Finding recordIdField(PipedriveObject object, FieldCatalog catalog) {
        boolean there = catalog.recordIdIfThere(recordIdField).isPresent();
        return new Finding(
                "external id of " + object.path(),
                there,
                there
                        ? "The %s have the text field \"%s\".".formatted(object.path(), recordIdField)
                        : catalog.remedy(recordIdField));
    }

    private static Finding finding(String object, ConnectorException wrong) {
        String what = switch (wrong.kind()) {
            case UNAVAILABLE, RATE_LIMITED, TRANSIENT -> "connection";
            case ACCOUNT_REFUSED -> wrong.code().equals("HTTP_401") ? "credentials" : "permissions";
            case PERMANENT -> "permissions of " + object;
        };
        return Finding.bad(what, wrong);
    }
}
