package io.recordsync.connectors.http;

import io.recordsync.connectors.CallDeferredException;
import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.Durations;
import io.recordsync.connectors.Permits.Permit;
import io.recordsync.connectors.Quota;
import java.io.IOException;
import java.net.Proxy;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The one HTTP client of all connectors. Each call needs a permit, ends within a time limit, is sent once, follows no
 * redirect, and reads at most 10 MB. The client distinguishes a call that was never sent from one that may have taken
 * effect. It is thread-safe and made for virtual threads: a call blocks its thread.
 */
public final class VendorHttp implements AutoCloseable {

    /** With less time left than this, no permit is requested. */
    private static final Duration MIN_TIME = Duration.ofSeconds(1);

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9@:, +-]{1,40}");

    private final String system;
    private final OkHttpClient client;
    private final Duration timeout;
    private final InstantSource clock;
    private final CallObserver observer;
    private final VendorClock vendor;
    private final FastestAnswers answers = new FastestAnswers();

    /** Trusts the platform's certificate authorities. */
    public VendorHttp(Duration timeout, InstantSource clock, CallObserver observer) {
        this(timeout, List.of(), clock, observer);
    }

    /**
     * @param timeout the longest time that one call may take, from resolving the host name to the last byte of the
     *     answer
     * @param authorities certificate authorities to trust in addition to the platform's
     * @param clock for the times of calls, and to interpret times in answers
     * @param observer notified of each call
     */
    public VendorHttp(Duration timeout, List<X509Certificate> authorities, InstantSource clock, CallObserver observer) {
        this("", HttpClients.client(timeout, authorities), timeout, clock, new VendorClock(clock), observer);
    }

    private VendorHttp(
            String system,
            OkHttpClient client,
            Duration timeout,
            InstantSource clock,
            VendorClock vendor,
            CallObserver observer) {
        this.system = system;
        this.client = client;
        this.timeout = timeout;
        this.clock = clock;
        this.vendor = vendor;
        this.observer = observer;
    }

    /**
     * The same client, restricted to public addresses and without a proxy, for addresses that someone other than the
     * operator can choose. It is closed together with this one.
     */
    public VendorHttp publicOnly() {
        OkHttpClient guarded = client.newBuilder()
                .socketFactory(new PublicSockets())
                .proxy(Proxy.NO_PROXY)
                .build();
        return new VendorHttp(system, guarded, timeout, clock, vendor, observer);
    }

    /** The same client for the calls of one system, which errors and metrics name. All connections are shared. */
    public VendorHttp of(String name) {
        return new VendorHttp(name, client, timeout, clock, new VendorClock(clock), observer);
    }

    /** The time of the system whose calls it makes. */
    public VendorClock vendorClock() {
        return vendor;
    }

    /** The name of the system whose calls it makes. */
    public String system() {
        return system;
    }

    /**
     * Makes the call as soon as it has its permit.
     *
     * @return the answer, whatever its status
     * @throws CallDeferredException when there is no permit, or not enough time before the deadline; nothing was sent
     * @throws ConnectorException when no answer came
     */
    public VendorResponse send(VendorCall call, Quota quota, CallScope scope) {
        return send(call, List.of(quota), scope);
    }

    /**
     * The same for a call that counts against several quotas: a search counts against the account's quota and against
     * one for searches only.
     */
    public VendorResponse send(VendorCall unnamed, List<Quota> quotas, CallScope scope) {
        VendorCall call = unnamed.to(system);
        List<Permit> permits = permits(call, quotas, scope);
        return exchange(call, permits, Durations.shorter(timeout, timeLeft(scope)), response -> answer(call, response));
    }

    /**
     * The same for an answer that may be large: if the call succeeds, its body is written to a file. It may take until
     * the scope's deadline.
     *
     * @param maxBytes the largest number of bytes that are accepted
     * @return the answer; without its body if that is in the file
     */
    public VendorResponse download(VendorCall unnamed, List<Quota> quotas, CallScope scope, Path file, long maxBytes) {
        VendorCall call = unnamed.to(system);
        List<Permit> permits = permits(call, quotas, scope);
        return exchange(call, permits, timeLeft(scope), response -> {
            if (!response.isSuccessful()) {
                return answer(call, response);
            }
            BodyReader.copy(call, response, file, maxBytes);
            return answer(call, response, ByteString.EMPTY);
        });
    }

    private List<Permit> permits(VendorCall call, List<Quota> quotas, CallScope scope) {
        requireTime(call, scope);
        List<Permit> permits = quotas.stream()
                .map(quota -> scope.permits()
                        .acquire(quota, call.cost(), scope.deadline().minus(minTime())))
                .toList();
        requireTime(call, scope);
        return permits;
    }

    /** The longest time that one call may take, from connecting to the last byte of its answer. */
    public Duration timeout() {
        return timeout;
    }

    @Override
    public void close() {
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }

    private void requireTime(VendorCall call, CallScope scope) {
        if (timeLeft(scope).compareTo(minTime()) < 0) {
            throw new CallDeferredException(
                    "Too little time is left for %s %s. Nothing was sent. It is retried automatically."
                            .formatted(call.system(), call),
                    MIN_TIME);
        }
    }

    private Duration minTime() {
        return Durations.shorter(MIN_TIME, timeout);
    }

    private Duration timeLeft(CallScope scope) {
        return scope.deadline().left();
    }

    private interface Body {
        VendorResponse take(Response response) throws IOException;
    }

    private VendorResponse exchange(VendorCall call, List<Permit> permits, Duration limit, Body body) {
        CallProgress progress = new CallProgress();
        Call http = client.newCall(request(call, progress));
        http.timeout().timeout(limit.toMillis(), TimeUnit.MILLISECONDS);
        Instant start = clock.instant();
        try (Response response = http.execute()) {
            progress.answered(response.code());
            vendor.adjust(Optional.ofNullable(response.headers().getInstant("Date")), start, clock.instant());
            noticeRetirement(call, response);
            return body.take(response);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) { // also catches the InterruptedException that OkHttp throws without declaring it
            throw NetworkFailure.reason(call, e, progress.isSent(), limit);
        } finally {
            Instant end = clock.instant();
            observer.called(call, progress.status(), Duration.between(start, end));
            if (progress.isSent()) {
                Instant arrived = arrival(call, start, end, progress.status() != 0);
                permits.forEach(permit -> permit.used(arrived));
            }
        }
    }

    private Instant arrival(VendorCall call, Instant start, Instant end, boolean answered) {
        return answered ? end.minus(answers.shortest(call, Duration.between(start, end))) : end;
    }

    private static Request request(VendorCall call, CallProgress progress) {
        RequestBody body = call.body().map(VendorCall.Body::sentOnce).orElse(null);
        Request.Builder request = new Request.Builder()
                .url(call.url())
                .method(call.method(), body)
                .header("User-Agent", "recordsync")
                .header("Accept", "application/json")
                .tag(CallProgress.class, progress);
        call.headers().forEach(request::header);
        return request.build();
    }

    /**
     * Reports the headers of RFC 9745 and RFC 8594, by which a vendor announces that the called resource will be
     * removed.
     */
    private void noticeRetirement(VendorCall call, Response response) {
        String deprecation = response.header("Deprecation");
        String sunset = response.header("Sunset");
        if (deprecation != null || sunset != null) {
            observer.retiring(call, shown(deprecation), shown(sunset));
        }
    }

    private static String shown(@Nullable String header) {
        return header != null && PLAIN.matcher(header).matches() ? header : "";
    }

    private VendorResponse answer(VendorCall call, Response response) throws IOException {
        return answer(call, response, BodyReader.read(call, response));
    }

    private VendorResponse answer(VendorCall call, Response response, ByteString body) {
        return new VendorResponse(
                call,
                response.code(),
                RetryAfter.parse(response.header("Retry-After"), clock.instant()),
                response.headers(),
                body);
    }
}
