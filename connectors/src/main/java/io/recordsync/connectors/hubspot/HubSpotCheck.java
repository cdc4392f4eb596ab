package io.recordsync.connectors.hubspot;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.CheckReport;
import io.recordsync.connectors.CheckReport.Finding;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.ErrorKind;
import io.recordsync.connectors.http.VendorResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Checks whether an account is set up as recordsync needs it, with one call and two more per object. */
final class HubSpotCheck {

    private final HubSpotApi api;
    private final HubSpotFields fields;
    private final CallScope scope;
    private final List<Finding> findings = new ArrayList<>();

    HubSpotCheck(HubSpotApi api, HubSpotFields fields, CallScope scope) {
        this.api = api;
        this.fields = fields;
        this.scope = scope;
    }

    CheckReport check(List<String> objects) {
        if (isReached(objects.isEmpty() ? "contacts" : objects.getFirst())) {
            objects.forEach(this::checkObject);
        }
        return new CheckReport(findings);
    }

    /**
     * A missing scope also proves that the token is valid. An answer that did not come from HubSpot itself proves
     * nothing.
     */
    private boolean isReached(String object) {
        try {
            VendorResponse response = api.list(object, false, 1, "", scope);
            boolean known = response.status() != 401;
            if (!response.succeeded()) {
                requireAnswer(HubSpotErrors.reason(response, "a test call"));
            }
            findings.add(Finding.good("connection", "HubSpot answers. " + usage(response)));
            if (known) {
                findings.add(Finding.good("credentials", "HubSpot accepts the API token."));
            } else {
                findings.add(Finding.bad("credentials", HubSpotErrors.reason(response, "a test call")));
            }
            return known;
        } catch (ConnectorException e) {
            findings.add(Finding.bad("connection", e));
            return false;
        }
    }

    private static void requireAnswer(ConnectorException reason) {
        if (reason.kind() == ErrorKind.UNAVAILABLE || reason.kind() == ErrorKind.RATE_LIMITED) {
            throw reason;
        }
    }

    private void checkObject(String object) {
        try {
            VendorResponse response = api.list(object, false, 1, "", scope);
            if (!response.succeeded()) {
                throw HubSpotErrors.reason(response, "a test read of " + object);
            }
            JsonNode properties = fields.properties(object, scope);
            findings.add(Finding.good(
                    "permissions of " + object,
                    "The token may read the object. Only the first write shows whether it may also write it, which"
                            + " needs the write scope."));
            checkUniqueProperty(object, properties);
        } catch (ConnectorException e) {
            findings.add(Finding.bad("permissions of " + object, e));
        }
    }

    private void checkUniqueProperty(String object, JsonNode properties) {
        String name = api.uniqueProperty();
        Optional<JsonNode> property = properties
                .valueStream()
                .filter(each -> each.path("name").asString("").equals(name))
                .findFirst();
        boolean unique = property.map(each -> each.path("hasUniqueValue").asBoolean(false))
                .orElse(false);
        if (unique) {
            findings.add(Finding.good(
                    "external id of " + object,
                    ("The property %s exists, and its values are" + " unique.").formatted(name)));
        } else {
            String wrong = property.isPresent()
                    ? "does not require unique values, which can be set only when a property is created. Delete"
                            + " the property and create it again"
                    : "is missing. Create it";
            findings.add(Finding.bad("external id of " + object, remedy(object, name, wrong)));
        }
    }

    private static String remedy(String object, String property, String wrong) {
        return ("The property %s of %s %s in Settings > Properties > Create property, as a single-line text with"
                        + " the internal name %s, and under Rules with 'Require unique values for this property'.")
                .formatted(property, object, wrong, property);
    }

    private static String usage(VendorResponse response) {
        Optional<String> left =
                response.header("X-HubSpot-RateLimit-Daily-Remaining").filter(HubSpotCheck::isNumber);
        Optional<String> all = response.header("X-HubSpot-RateLimit-Daily").filter(HubSpotCheck::isNumber);
        return left.isPresent() && all.isPresent()
                ? "Of the account's %s calls for today, %s are left.".formatted(all.get(), left.get())
                : "";
    }

    private static boolean isNumber(String text) {
        return text.matches("[0-9]{1,12}");
    }
}
