package io.recordsync.connectors.http;

import static io.recordsync.connectors.http.Meaning.row;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.ErrorKind;
import io.recordsync.connectors.Quota;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import tools.jackson.databind.JsonNode;

/** Gets access tokens by OAuth 2.0's client credentials grant (RFC 6749, 4.4), with id and secret in the form. */
public final class ClientCredentials implements Tokens.Source {

    private static final String ADVICE = "The token endpoint refuses the account: renew its client id and secret.";
    private static final String AGAIN = "The token endpoint failed; it is asked again.";
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{1,8192}");

    private static final Map<String, Meaning> TABLE = Map.ofEntries(
            row("unknown_error", ErrorKind.UNAVAILABLE, AGAIN),
            row("server_error", ErrorKind.UNAVAILABLE, AGAIN),
            row("temporarily_unavailable", ErrorKind.UNAVAILABLE, AGAIN),
            row("400", ErrorKind.ACCOUNT_REFUSED, ADVICE),
            row("401", ErrorKind.ACCOUNT_REFUSED, ADVICE),
            row("403", ErrorKind.ACCOUNT_REFUSED, ADVICE),
            row("429", ErrorKind.RATE_LIMITED, "Too many tokens were asked for; it is tried again."));

    private final VendorHttp http;
    private final String system;
    private final HttpUrl tokenUrl;
    private final Map<String, String> form;
    private final Quota quota;
    private final ErrorTable errors;

    public ClientCredentials(
            VendorHttp http, String system, HttpUrl tokenUrl, String clientId, String clientSecret, Quota quota) {
        this.http = http;
        this.system = system;
        this.tokenUrl = tokenUrl;
        this.form = Map.of("grant_type", "client_credentials", "client_id", clientId, "client_secret", clientSecret);
        this.quota = quota;
        this.errors = new ErrorTable(system, TABLE);
    }

    @Override
    public String fetch(CallScope scope) {
        Answer answer = http.send(VendorCall.form(system, "token endpoint", tokenUrl, form), quota, scope);
        if (!answer.succeeded()) {
            throw errors.reason(error(answer), "the request for an access token");
        }
        return token(answer.json()).orElseThrow(this::noToken);
    }

    private static Optional<String> token(JsonNode answer) {
        return Optional.of(answer.path("access_token").asString(""))
                .filter(token -> TOKEN.matcher(token).matches());
    }

    private static VendorError error(Answer answer) {
        Optional<String> code = answer.json().path("error").asStringOpt();
        return VendorError.of(answer, code, List.of());
    }

    private ConnectorException noToken() {
        return new ConnectorException(
                ErrorKind.UNAVAILABLE,
                "UNREADABLE_ANSWER",
                "%s answered the request for an access token with none. Is its base URL right?".formatted(system),
                false,
                null,
                null);
    }
}
