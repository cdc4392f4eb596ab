package io.recordsync.connectors.salesforce;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.Quota;
import io.recordsync.connectors.VendorAccount;
import io.recordsync.connectors.http.AccountIds;
import io.recordsync.connectors.http.AccountLookUp;
import io.recordsync.connectors.http.OAuthGrant;
import io.recordsync.connectors.http.TokenVault;
import io.recordsync.connectors.http.Tokens;
import io.recordsync.connectors.http.Urls;
import io.recordsync.connectors.http.VendorCall;
import io.recordsync.connectors.http.VendorClock;
import io.recordsync.connectors.http.VendorHttp;
import io.recordsync.connectors.http.VendorResponse;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import tools.jackson.databind.JsonNode;

/** Logs in to the org, and sends calls that are counted for it: each access token names the org. */
final class SalesforceSession {

    /** An org's id of 18 characters; the last three only make up for lost upper case. */
    private static final Pattern ORG = Pattern.compile("/id/(00D[A-Za-z0-9]{12})(?:[A-Z0-9]{3})?/");

    private final VendorHttp http;
    private final SalesforceSettings settings;
    private final AccountLookUp account;
    private final Tokens tokens;

    SalesforceSession(
            SalesforceSettings settings, VendorHttp http, TokenVault vault, AccountIds ids, InstantSource clock) {
        String key = VendorAccount.credentialKey(http.system(), settings.baseUrl(), settings.clientId());
        this.http = http;
        this.settings = settings;
        this.account =
                new AccountLookUp(settings.vendorAccount(), settings.quota(), new AccountLookUp.Store(ids, key), clock);
        this.tokens = new Tokens(key, credentials(clock), vault, clock);
    }

    /** The name of the system that is called. */
    String system() {
        return http.system();
    }

    /** The quota of the org. Its account has the org's own id as soon as a token has come. */
    Quota quota() {
        return account.quota();
    }

    /** Sends a call with an access token, and once more with a new one if Salesforce refuses the token. */
    VendorResponse send(VendorCall call, CallScope scope) {
        account.recall();
        return tokens.send(scope, token -> sendWith(token, call, scope), SalesforceErrors::isExpiredToken);
    }

    VendorClock vendorClock() {
        return http.vendorClock();
    }

    private VendorResponse sendWith(String token, VendorCall call, CallScope scope) {
        account.learn(tokens.account(), 1, scope);
        return http.send(call.withBearer(token), quota(), scope);
    }

    private OAuthGrant credentials(InstantSource clock) {
        HttpUrl url = Urls.with(Urls.of(settings.baseUrl()), "services", "oauth2", "token");
        return OAuthGrant.clientCredentials(new OAuthGrant.Client(
                        http, clock, url, settings.clientId(), settings.clientSecret(), this::quota))
                .tellingAccount(SalesforceSession::org);
    }

    /** The org's id in a token's {@code id}, which is like {@code https://login.salesforce.com/id/00D…/005…}. */
    private static Optional<String> org(JsonNode token) {
        Matcher org = ORG.matcher(token.path("id").asString(""));
        return org.find() ? Optional.of(org.group(1)) : Optional.empty();
    }
}
