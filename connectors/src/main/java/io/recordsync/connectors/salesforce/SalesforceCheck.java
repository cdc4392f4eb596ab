package io.recordsync.connectors.salesforce;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.CheckReport;
import io.recordsync.connectors.CheckReport.Finding;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.ErrorKind;
import io.recordsync.connectors.http.VendorResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Checks whether an org is set up as recordsync needs it, with one call and one more per object. */
final class SalesforceCheck {

    private static final Pattern USAGE = Pattern.compile("api-usage=([0-9]{1,12})/([0-9]{1,12})");

    private final SalesforceApi api;
    private final SalesforceFields fields;
    private final CallScope scope;
    private final List<Finding> findings = new ArrayList<>();

    SalesforceCheck(SalesforceApi api, SalesforceFields fields, CallScope scope) {
        this.api = api;
        this.fields = fields;
        this.scope = scope;
    }

    CheckReport check(List<String> objects) {
        if (isReached()) {
            objects.forEach(this::checkObject);
        }
        return new CheckReport(findings);
    }

    private boolean isReached() {
        try {
            VendorResponse response = api.resources(scope);
            if (!response.succeeded()) {
                throw SalesforceErrors.reason(response, "a test call");
            }
            findings.add(Finding.good("connection", "The org answers. " + usage(response)));
            findings.add(Finding.good("credentials", "The connected app gets a token, and the API accepts it."));
            return true;
        } catch (ConnectorException e) {
            findings.add(Finding.bad(e.kind() == ErrorKind.ACCOUNT_REFUSED ? "credentials" : "connection", e));
            return false;
        }
    }

    private void checkObject(String object) {
        try {
            JsonNode description = fields.description(object, scope);
            checkPermissions(object, description);
            checkExternalId(object, description);
            findings.add(Finding.good(
                    "duplicate rule of " + object,
                    ("This cannot be checked through the API. Make sure that an active duplicate rule"
                                    + " (Setup > Duplicate Rules) blocks a second %s with the value that your"
                                    + " rules match by. Without it, duplicates of existing records are created.")
                            .formatted(object)));
        } catch (ConnectorException e) {
            findings.add(Finding.bad("permissions of " + object, e));
        }
    }

    private void checkPermissions(String object, JsonNode description) {
        List<String> missing = Stream.of("createable", "updateable", "deletable", "queryable")
                .filter(may -> !description.path(may).asBoolean(false))
                .toList();
        if (missing.isEmpty()) {
            findings.add(Finding.good(
                    "permissions of " + object, "The app's user may read, create, edit and" + " delete the object."));
        } else {
            findings.add(Finding.bad(
                    "permissions of " + object,
                    ("The object is not %s for the app's user. In Setup > Permission Sets, open the user's set >"
                                    + " Object Settings > %s, and grant Read, Create, Edit and Delete.")
                            .formatted(String.join(", not ", missing), object)));
        }
    }

    private void checkExternalId(String object, JsonNode description) {
        String name = api.externalIdField();
        Optional<JsonNode> field = description
                .path("fields")
                .valueStream()
                .filter(each -> each.path("name").asString("").equalsIgnoreCase(name))
                .findFirst();
        String wrong = field.map(SalesforceCheck::wrong).orElse("is missing, or hidden from the app's user");
        if (wrong.isEmpty()) {
            findings.add(Finding.good(
                    "external id of " + object,
                    name + " exists. It is an external id, unique," + " case-sensitive and writable."));
        } else {
            findings.add(
                    Finding.bad("external id of " + object, "%s %s. %s".formatted(name, wrong, remedy(object, name))));
        }
    }

    /** Why a field cannot hold our record ids; empty if it can. */
    private static String wrong(JsonNode field) {
        if (!is(field, "externalId")) {
            return "is not an external id";
        }
        if (!is(field, "unique")) {
            return "is not unique";
        }
        if (!is(field, "caseSensitive")) {
            return "treats 'a1' and 'A1' as the same value";
        }
        return is(field, "createable") && is(field, "updateable") ? "" : "may not be written by the app's user";
    }

    private static boolean is(JsonNode field, String what) {
        return field.path(what).asBoolean(false);
    }

    private static String remedy(String object, String field) {
        return ("In Setup > Object Manager > %s > Fields & Relationships, create (or edit) the Text field %s:"
                        + " length 255, 'Unique' with 'treat \"ABC\" and \"abc\" as different values', and"
                        + " 'External ID'. Then let the app's user read and edit it (Set Field-Level Security).")
                .formatted(object, field);
    }

    private static String usage(VendorResponse response) {
        Matcher usage = USAGE.matcher(response.header("Sforce-Limit-Info").orElse(""));
        return usage.find()
                ? "It has used %s of the %s calls that are allowed in 24 hours."
                        .formatted(usage.group(1), usage.group(2))
                : "";
    }
}
