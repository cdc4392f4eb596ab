package io.recordsync.simulator.vendor;

import io.recordsync.simulator.behaviour.Behaviour;
import io.recordsync.simulator.behaviour.BehaviourSetting;
import io.recordsync.simulator.edits.Edits;
import io.recordsync.simulator.faults.Fault;
import io.recordsync.simulator.faults.Faults;
import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.http.ApiRequest;
import io.recordsync.simulator.http.ApiResult;
import io.recordsync.simulator.http.Disconnect;
import io.recordsync.simulator.http.HttpEndpoint;
import io.recordsync.simulator.quota.AccountPlan;
import io.recordsync.simulator.quota.AccountQuota;
import io.recordsync.simulator.quota.CallKind;
import io.recordsync.simulator.quota.CallMeter;
import io.recordsync.simulator.quota.CallMeter.Outcome;
import io.recordsync.simulator.quota.Counts;
import io.recordsync.simulator.store.Arrival;
import io.recordsync.simulator.store.CrmStore;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * One running simulated system: its address, records, counts and controls. All controls may be used while calls are
 * running.
 */
public final class Simulator implements AutoCloseable {

    private final SimulatedSystem system;
    private final Vendor vendor;
    private final CrmStore store;
    private final Faults faults;
    private final RandomGenerator random;
    private final CallMeter meter;
    private final HttpEndpoint endpoint;
    private final BehaviourSetting behaviour;
    private final Optional<People> people;
    private final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicLong pendingWrites = new AtomicLong();
    private volatile boolean outage;
    private volatile Consumer<ApiRequest> hook = request -> {};

    /**
     * Starts to listen.
     *
     * @param random chooses among a vendor's server errors
     * @param seed for the edits of people
     * @throws java.io.UncheckedIOException with one clear sentence when the port is taken
     */
    public Simulator(SimulatorParts parts, RandomGenerator random, long seed, HttpEndpoint.Port port) {
        this.system = parts.system();
        this.vendor = parts.vendor();
        this.store = parts.store();
        this.faults = parts.faults();
        this.behaviour = parts.behaviour();
        this.random = random;
        this.meter = parts.meter();
        this.people = vendor.userInterface().map(screen -> {
            Edits edits = new Edits(store, screen);
            return new People(edits, new EditingPeople(new SeededEditor(edits, store, kind().contactFields(), seed)));
        });
        ControlApi control = new ControlApi(this);
        this.endpoint = HttpEndpoint.start(
                system.name(), port, request -> ControlApi.owns(request) ? control.answer(request) : dated(request));
        behave(behaviour.now());
    }

    /** What people can do, and the people who do it by themselves. */
    private record People(Edits edits, EditingPeople editing) {}

    /** The system's name, which is its kind's name unless it has one of its own. */
    public String name() {
        return system.name();
    }

    public SimulatedKind kind() {
        return system.kind();
    }

    /** The environment variables with which recordsync uses this simulator. */
    public Map<String, String> settings() {
        return system.settings(baseUrl());
    }

    /** The address for clients, instead of the vendor's, without a trailing slash. */
    public String baseUrl() {
        return endpoint.baseUrl();
    }

    /** The objects and the journal. */
    public CrmStore store() {
        return store;
    }

    /** The fault plan, scripted faults, and refused records. */
    public Faults faults() {
        return faults;
    }

    /**
     * What people do in the system's user interface.
     *
     * @throws IllegalArgumentException when nobody can edit records in this kind of system
     */
    public Edits edits() {
        return people.map(People::edits)
                .orElseThrow(() -> new IllegalArgumentException("Nobody edits records in " + name() + "."));
    }

    /** How the system treats what it holds. */
    public Behaviour behaviour() {
        return behaviour.now();
    }

    /** Changes the behaviour for all that follows. What the system holds already stays as it is. */
    public void behave(Behaviour next) {
        behaviour.change(next);
        people.ifPresent(all -> all.editing().rate(next.editsPerSecond()));
    }

    public Counts counts() {
        return meter.counts(vendor.account().used(), pendingWrites.get());
    }

    public AccountPlan plan() {
        return vendor.account().plan();
    }

    /** Changes the account's limits; calls already counted stay counted. */
    public void plan(AccountPlan plan) {
        vendor.account().plan(plan);
    }

    /** True answers every call with 503, until it is set to false. */
    public void outage(boolean on) {
        outage = on;
    }

    /** Refuses connections and breaks the open ones, until {@link #up()}. */
    public void down() {
        endpoint.down();
    }

    /** Accepts connections again after {@link #down()}, at the same address. */
    public void up() {
        endpoint.up();
    }

    /** Refuses connections for this long, then accepts them again; returns at once. */
    void downFor(Duration length) {
        background.execute(() -> {
            down();
            pause(length);
            if (closing.getCount() > 0) {
                up();
            }
        });
    }

    /** Invalidates every access token issued so far; the next call with one gets 401. */
    public void expireTokens() {
        vendor.expireTokens();
    }

    /** Replaces the client secret (issued tokens stay valid) or the static token. */
    public void rotateSecret(String secret) {
        vendor.rotateSecret(secret);
    }

    /** True removes unique fields and upserts: a repeated create makes a second record. */
    public void plainCreates(boolean on) {
        vendor.plainCreates(on);
    }

    /** Runs before each call, on the call's own thread, so that it can inspect or delay the call. */
    public void beforeEach(Consumer<ApiRequest> action) {
        hook = action;
    }

    /** Stops listening, ends all hangs, and makes late writes at once. */
    @Override
    public void close() {
        closing.countDown();
        people.ifPresent(all -> all.editing().close());
        endpoint.close();
        background.close();
        store.close();
    }

    /** The answer, with the time of a clock that is wrong. */
    private ApiResult dated(ApiRequest request) {
        ApiResult answer = answer(request);
        return answer instanceof ApiReply reply
                        && !behaviour.now().clockOffset().isZero()
                ? reply.at(behaviour.clock().instant())
                : answer;
    }

    private ApiResult answer(ApiRequest request) {
        CallKind kind = vendor.kind(request);
        meter.came(kind);
        hook.accept(request);
        ApiResult answer = outage ? vendor.outage() : answer(request, kind);
        if (answer instanceof ApiReply reply && reply.status() >= 500) {
            meter.answered(Outcome.SERVER_ERROR);
        }
        return answer;
    }

    private ApiResult answer(ApiRequest request, CallKind kind) {
        return switch (kind) {
            case TOKEN, PUBLIC -> faulty(request);
            case API, SEARCH ->
                vendor.unauthorized(request)
                        .<ApiResult>map(refusal -> counted(Outcome.UNAUTHORIZED, refusal))
                        .orElseGet(() -> ofAccount(request));
        };
    }

    private ApiResult ofAccount(ApiRequest request) {
        AccountQuota account = vendor.account();
        ApiResult answer = account.take(request)
                .<ApiResult>map(refusal -> counted(Outcome.OVER_QUOTA, refusal))
                .orElseGet(() -> faulty(request));
        return answer instanceof ApiReply reply ? account.describe(request, reply) : answer;
    }

    private ApiResult faulty(ApiRequest request) {
        return switch (faults.next()) {
            case Fault.None none -> vendor.perform(request, Arrival.ANSWERED);
            case Fault.Scripted scripted -> scripted.reply();
            case Fault.ServerError error -> serverError();
            case Fault.LimitError limit -> counted(Outcome.INJECTED_LIMIT, vendor.limitError(limit.retryAfter()));
            case Fault.Hang hang -> hang(hang.length());
            case Fault.Break broken -> new Disconnect(broken.reset());
            case Fault.LostReply lost -> loseReply(request, lost);
            case Fault.LateWrite late -> writeLate(request, late);
        };
    }

    private ApiReply counted(Outcome outcome, ApiReply reply) {
        meter.answered(outcome);
        return reply;
    }

    private ApiReply serverError() {
        synchronized (random) {
            return vendor.serverError(random);
        }
    }

    private Disconnect loseReply(ApiRequest request, Fault.LostReply lost) {
        vendor.perform(request, Arrival.REPLY_LOST);
        return new Disconnect(lost.reset());
    }

    private Disconnect writeLate(ApiRequest request, Fault.LateWrite late) {
        pendingWrites.incrementAndGet();
        background.execute(() -> {
            pause(late.after());
            vendor.perform(request, Arrival.LATE);
            pendingWrites.decrementAndGet();
        });
        return hang(late.hang());
    }

    private Disconnect hang(Duration length) {
        pause(length);
        return new Disconnect(false);
    }

    /** Waits for this long, or until the simulator closes. */
    void pause(Duration length) {
        try {
            closing.await(length.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
