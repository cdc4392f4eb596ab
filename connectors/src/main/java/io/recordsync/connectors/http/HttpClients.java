package io.recordsync.connectors.http;

import io.recordsync.connectors.Durations;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import okhttp3.tls.HandshakeCertificates;

/** Makes the HTTP client that all connectors share. */
final class HttpClients {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /**
     * Shorter than the time for which vendors keep idle connections, so that a write seldom uses a connection that the
     * vendor is just closing.
     */
    private static final Duration MAX_IDLE_TIME = Duration.ofSeconds(30);

    private static final int MAX_IDLE_CONNECTIONS = 64;

    private HttpClients() {}

    /**
     * @param timeout the longest time that one call may take
     * @param authorities certificate authorities to trust in addition to the platform's
     */
    static OkHttpClient client(Duration timeout, List<X509Certificate> authorities) {
        return trusting(authorities)
                .socketFactory(new NoDelaySockets())
                .connectTimeout(Durations.shorter(CONNECT_TIMEOUT, timeout))
                .readTimeout(timeout)
                .writeTimeout(timeout)
                .callTimeout(timeout)
                .retryOnConnectionFailure(false)
                .followRedirects(false)
                .followSslRedirects(false)
                .connectionPool(new ConnectionPool(MAX_IDLE_CONNECTIONS, MAX_IDLE_TIME.toSeconds(), TimeUnit.SECONDS))
                .addNetworkInterceptor(HttpClients::withoutInvitationToRepeat)
                .eventListenerFactory(call -> Objects.requireNonNull(
                        call.request().tag(CallProgress.class), "each request carries its progress"))
                .build();
    }

    private static OkHttpClient.Builder trusting(List<X509Certificate> authorities) {
        OkHttpClient.Builder client = new OkHttpClient.Builder();
        if (authorities.isEmpty()) {
            return client;
        }
        HandshakeCertificates.Builder trusted = new HandshakeCertificates.Builder().addPlatformTrustedCertificates();
        authorities.forEach(trusted::addTrustedCertificate);
        HandshakeCertificates all = trusted.build();
        return client.sslSocketFactory(all.sslSocketFactory(), all.trustManager());
    }

    /** Removes {@code Retry-After: 0} from a 503. With it OkHttp would repeat the call on its own, without a permit. */
    private static Response withoutInvitationToRepeat(Interceptor.Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        boolean repeated = response.code() == 503 && "0".equals(response.header("Retry-After"));
        return repeated ? response.newBuilder().removeHeader("Retry-After").build() : response;
    }
}
