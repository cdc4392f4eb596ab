package io.recordsync.connectors.http;

import static io.recordsync.connectors.http.ErrorMeaning.row;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.ErrorKind;
import io.recordsync.connectors.Quota;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import tools.jackson.databind.JsonNode;

/** Requests access tokens by one of OAuth 2.0's grants (RFC 6749). The client's id and secret are sent in the form. */
public final class OAuthGrant implements Tokens.Source {

    private static final String AGAIN = "The token endpoint had an internal error. It is retried automatically.";
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{1,8192}");
    private static final Duration MAX_LIFE = Duration.ofDays(365);

    private final Client client;
    private final Map<String, String> form;
    private final Optional<String> firstRefreshToken;
    private final String advice;
    private final Optional<Function<JsonNode, Optional<String>>> account;
    private final ErrorTable errors;

    /**
     * The client, and the address of the token endpoint.
     *
     * @param quota gives the quota that a token request counts against, at the time of the request
     */
    public record Client(
            VendorHttp http,
            InstantSource clock,
            HttpUrl tokenUrl,
            String clientId,
            String clientSecret,
            Supplier<Quota> quota) {

        @Override
        public String toString() {
            return "Client[system=%s]".formatted(http.system());
        }
    }

    private OAuthGrant(Client client, Map<String, String> form, Optional<String> firstRefreshToken, String advice) {
        this(client, form, firstRefreshToken, advice, Optional.empty());
    }

    private OAuthGrant(
            Client client,
            Map<String, String> form,
            Optional<String> firstRefreshToken,
            String advice,
            Optional<Function<JsonNode, Optional<String>>> account) {
        this.client = client;
        this.form = form;
        this.firstRefreshToken = firstRefreshToken;
        this.advice = advice;
        this.account = account;
        this.errors = new ErrorTable(table(advice));
    }

    /** The client credentials grant (RFC 6749, 4.4), for a client that acts on its own behalf. */
    public static OAuthGrant clientCredentials(Client client) {
        return new OAuthGrant(
                client,
                Map.of("grant_type", "client_credentials"),
                Optional.empty(),
                "The token endpoint refuses the account. Renew its client id and secret.");
    }

    /** The password grant (RFC 6749, 4.3), for a client that has a user's name and password. */
    public static OAuthGrant password(Client client, String username, String password) {
        return new OAuthGrant(
                client,
                Map.of("grant_type", "password", "username", username, "password", password),
                Optional.empty(),
                "The token endpoint refuses the account. Renew its client id and secret, user name and password.");
    }

    /**
     * The refresh token grant (RFC 6749, 6), for a client that a person has authorized once. If the vendor returns a
     * new refresh token with each access token, the newest one is used.
     *
     * @param first the refresh token from the authorization
     */
    public static OAuthGrant refreshToken(Client client, String first) {
        return new OAuthGrant(
                client,
                Map.of("grant_type", "refresh_token"),
                Optional.of(first),
                "The token endpoint refuses the account. Authorize the app again, and set the new refresh token.");
    }

    /** The same grant with one more field in the form, for vendors that require one that is not in the standard. */
    public OAuthGrant with(String field, String value) {
        Map<String, String> more = new HashMap<>(form);
        more.put(field, value);
        return new OAuthGrant(client, Map.copyOf(more), firstRefreshToken, advice, account);
    }

    /**
     * The same grant, for a vendor whose answer says which account the token is for.
     *
     * @param from finds the vendor's own id of the account in the answer
     */
    public OAuthGrant tellingAccount(Function<JsonNode, Optional<String>> from) {
        return new OAuthGrant(client, form, firstRefreshToken, advice, Optional.of(from));
    }

    @Override
    public boolean tellsAccount() {
        return account.isPresent();
    }

    @Override
    public Token fetch(Optional<Token> kept, CallScope scope) {
        Optional<String> refresh = kept.flatMap(Token::refresh).or(() -> firstRefreshToken);
        Instant asked = client.clock().instant();
        VendorResponse response =
                client.http().send(request(refresh), client.quota().get(), scope);
        if (!response.succeeded()) {
            throw errors.reason(error(response), "the request for an access token");
        }
        return token(response.json(), refresh, asked);
    }

    private VendorCall request(Optional<String> refresh) {
        Map<String, String> fields = new HashMap<>(form);
        firstRefreshToken.flatMap(first -> refresh).ifPresent(token -> fields.put("refresh_token", token));
        fields.put("client_id", client.clientId());
        fields.put("client_secret", client.clientSecret());
        return VendorCall.form("token endpoint", client.tokenUrl(), fields);
    }

    private Token token(JsonNode response, Optional<String> refresh, Instant asked) {
        String access = text(response, "access_token").orElseThrow(this::noToken);
        return new Token(
                access,
                text(response, "refresh_token").or(() -> refresh),
                asked,
                life(response).map(asked::plus),
                account.flatMap(from -> from.apply(response)));
    }

    private static Optional<String> text(JsonNode response, String name) {
        return Optional.of(response.path(name).asString(""))
                .filter(token -> TOKEN.matcher(token).matches());
    }

    private static Optional<Duration> life(JsonNode response) {
        return Optional.of(Duration.ofSeconds(response.path("expires_in").asInt(0)))
                .filter(life -> life.isPositive() && life.compareTo(MAX_LIFE) < 0);
    }

    /** A 401 means that the client is refused, whatever its code is: ServiceNow sends {@code server_error}. */
    private static VendorError error(VendorResponse response) {
        Optional<String> code = response.json().path("error").asStringOpt().filter(any -> response.status() != 401);
        return VendorError.of(response, code, List.of());
    }

    private ConnectorException noToken() {
        return ConnectorException.unreadable(client.http().system(), "the request for an access token without a token");
    }

    private static Map<String, ErrorMeaning> table(String advice) {
        return Map.ofEntries(
                row("unknown_error", ErrorKind.UNAVAILABLE, AGAIN),
                row("server_error", ErrorKind.UNAVAILABLE, AGAIN),
                row("temporarily_unavailable", ErrorKind.UNAVAILABLE, AGAIN),
                row("400", ErrorKind.ACCOUNT_REFUSED, advice),
                row("401", ErrorKind.ACCOUNT_REFUSED, advice),
                row("403", ErrorKind.ACCOUNT_REFUSED, advice),
                row(
                        "429",
                        ErrorKind.RATE_LIMITED,
                        "Too many access tokens were requested. It is retried" + " automatically."));
    }
}
