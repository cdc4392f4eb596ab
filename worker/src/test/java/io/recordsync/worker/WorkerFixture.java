package io.recordsync.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.recordsync.connectors.Connector;
import io.recordsync.connectors.Permits;
import io.recordsync.connectors.Quota;
import io.recordsync.connectors.Quota.Window;
import io.recordsync.rules.RuleSet;
import io.recordsync.simulator.Simulators;
import io.recordsync.simulator.SimulatorsOptions;
import io.recordsync.simulator.hubspot.HubSpotSystem;
import io.recordsync.simulator.salesforce.SalesforceSystem;
import io.recordsync.simulator.store.StoredObject;
import io.recordsync.simulator.vendor.Simulator;
import io.recordsync.store.Store;
import io.recordsync.store.ledger.Change;
import io.recordsync.store.ledger.Change.Form;
import io.recordsync.store.ledger.Change.Operation;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.store.status.RecordStatus;
import io.recordsync.workflows.DeliveryRequest;
import io.recordsync.workflows.DeliveryResult;
import io.recordsync.workflows.RouteRequest;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.DefaultFailureConverter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A ledger, the simulated systems, and a worker process between them. After each test the fixture asserts that no log,
 * no stored error and no message to Temporal contains a record's content or a secret.
 */
public final class WorkerFixture implements BeforeEachCallback, AfterEachCallback {

    public static final String SALESFORCE = "salesforce";
    public static final String HUBSPOT = "hubspot";

    /** The preset, changed so that vendors go to both systems. */
    public static final RuleSet RULES = RuleSet.parse(
            RuleSet.presetText("default").replace("vendor: [hubspot]", "vendor: [salesforce, hubspot]"), "test");

    /** A text in the values of each record, so that a test can find a value where it must not be. */
    public static final String NAME = "Zzmarker";

    private static final String MAIL = "zzmail";
    private static final String PHONE = "+1650253";
    private static final int MAX_ATTEMPTS = 200;

    private final AtomicInteger numbers = new AtomicInteger();
    private final List<ApplicationFailure> failures = new CopyOnWriteArrayList<>();
    private final List<WorkerProcess> processes = new ArrayList<>();
    private SimulatorsOptions simulated = SimulatorsOptions.defaults().onFreePorts();
    private WorkerProcess.Options options = new WorkerProcess.Options(
            RULES,
            5,
            UnaryOperator.identity(),
            UnaryOperator.identity(),
            Optional.empty(),
            WorkerProcess.CALL,
            WorkerProcess.TIMES::activity,
            List.of());
    private @Nullable FailingDatabase database;
    private @Nullable Simulators simulators;
    private @Nullable CapturedLogs logs;
    private @Nullable WorkerProcess process;

    public WorkerFixture simulated(UnaryOperator<SimulatorsOptions> change) {
        simulated = change.apply(simulated);
        return this;
    }

    public WorkerFixture permits(UnaryOperator<Permits> permits) {
        options = options.withPermits(permits);
        return this;
    }

    public WorkerFixture rules(RuleSet rules) {
        options = options.withRules(rules);
        return this;
    }

    public WorkerFixture connectors(UnaryOperator<Connector> connectors) {
        options = options.withConnectors(connectors);
        return this;
    }

    /** Replaces HubSpot's window by one that fits the simulators, whose clock runs faster. */
    public static UnaryOperator<Permits> atHubSpot(Window window) {
        return permits -> (quota, cost, deadline) -> permits.acquire(
                quota.account().startsWith(HUBSPOT)
                        ? new Quota(quota.account(), List.of(window), quota.dailyLimit())
                        : quota,
                cost,
                deadline);
    }

    /** Replaces HubSpot's window, and counts {@code asked} down each time a permit is requested. */
    public static UnaryOperator<Permits> atHubSpot(Window window, CountDownLatch asked) {
        return permits -> (quota, cost, deadline) -> {
            asked.countDown();
            return atHubSpot(window).apply(permits).acquire(quota, cost, deadline);
        };
    }

    /**
     * Starts the work in a thread, and interrupts that thread as a stopping worker does when {@code soFar} becomes
     * true. Returns the result of the work.
     */
    public static <T> Future<T> stopped(Callable<T> work, Callable<Boolean> soFar) {
        try (ExecutorService worker = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<T> begun = worker.submit(work);
            await().atMost(1, TimeUnit.MINUTES).until(soFar);
            worker.shutdownNow();
            return begun;
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        logs = new CapturedLogs();
        database = FailingDatabase.create(context);
        simulators = Simulators.start(simulated);
        process = newProcess();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        processes.forEach(WorkerProcess::close);
        List<String> errors = database()
                .jdbc()
                .sql("select concat_ws(' ', error_code, error) from delivery union all select reason from open_circuit")
                .query(String.class)
                .list();
        simulators().close();
        database().close();
        logs().close();
        assertThat(logs().lines()).noneMatch(this::leaks);
        assertThat(errors).noneMatch(this::leaks);
        assertThat(failures).map(WorkerFixture::asTemporalKeepsIt).noneMatch(this::leaks);
    }

    public Store store() {
        return database().store();
    }

    public FailingDatabase database() {
        return Objects.requireNonNull(database);
    }

    public Simulators simulators() {
        return Objects.requireNonNull(simulators);
    }

    public Simulator salesforce() {
        return simulators().salesforce();
    }

    public Simulator hubspot() {
        return simulators().hubspot();
    }

    public CapturedLogs logs() {
        return Objects.requireNonNull(logs);
    }

    public WorkerProcess process() {
        return Objects.requireNonNull(process);
    }

    public WorkerProcess newProcess() {
        return newProcess(options);
    }

    public WorkerProcess newProcess(WorkerProcess.Options other) {
        WorkerProcess one = new WorkerProcess(store(), simulators(), other);
        processes.add(one);
        return one;
    }

    public WorkerProcess.Options options() {
        return options;
    }

    /**
     * Accepts and routes a change. A lead goes to Salesforce, a customer to HubSpot, a vendor to both. The first name
     * contains the version.
     */
    public long change(String id, String type, int version) {
        return accept(newChange(id, type, version));
    }

    public long delete(String id) {
        return accept(newDelete(id));
    }

    public long accept(String id, Operation operation, Map<String, ? extends @Nullable Object> fields) {
        return accept(newChange(id, operation, fields));
    }

    /** Creates a change that is neither accepted nor routed yet. */
    public Change newChange(String id, String type, int version) {
        return newChange(
                id,
                Operation.UPDATE,
                Map.of(
                        "type",
                        type,
                        "first_name",
                        firstName(version),
                        "last_name",
                        NAME,
                        "email",
                        email(id),
                        "phone",
                        PHONE + String.format(Locale.ROOT, "%04d", version)));
    }

    public Change newDelete(String id) {
        return newChange(id, Operation.DELETE, Map.of());
    }

    private Change newChange(String id, Operation operation, Map<String, ? extends @Nullable Object> fields) {
        int number = numbers.incrementAndGet();
        return new Change(
                "event-" + number,
                key(id),
                "test",
                operation,
                Form.SNAPSHOT,
                null,
                Map.copyOf(fields),
                "test:" + number);
    }

    private long accept(Change change) {
        long revision = store().acceptance().accept(List.of(change)).getFirst().revision();
        process()
                .routing()
                .route(new RouteRequest("default", "contact", change.key().recordId(), null));
        return revision;
    }

    public DeliveryResult deliver(String id, String system) {
        return deliver(process(), id, system, "run/1");
    }

    public DeliveryResult deliver(WorkerProcess by, String id, String system, String owner) {
        return deliver(by, id, system, owner, null);
    }

    /**
     * @param rules the rules by which the record was routed; null if the request comes from a workflow of an older
     * release
     */
    public DeliveryResult deliver(WorkerProcess by, String id, String system, String owner, @Nullable String rules) {
        try {
            return by.deliveries().deliver(new DeliveryRequest("default", "contact", id, system, owner, rules));
        } catch (ApplicationFailure failure) {
            failures.add(failure);
            throw failure;
        }
    }

    /** Delivers once, and returns the failure of that attempt. */
    public ApplicationFailure fail(String id, String system) {
        return Objects.requireNonNull(
                catchThrowableOfType(ApplicationFailure.class, () -> deliver(id, system)), "it did not fail");
    }

    /**
     * Retries as Temporal does, with the delays that the attempts ask for, until the record is delivered or the
     * delivery fails finally.
     */
    public DeliveryResult settle(String id, String system) {
        return settle(process(), id, system, "run/1");
    }

    public DeliveryResult settle(WorkerProcess by, String id, String system, String owner) {
        for (int attempt = 1; ; attempt++) {
            try {
                return deliver(by, id, system, owner);
            } catch (ApplicationFailure failure) {
                if (failure.isNonRetryable() || attempt == MAX_ATTEMPTS) {
                    throw failure;
                }
                pass(Objects.requireNonNull(failure.getNextRetryDelay()));
            }
        }
    }

    /** Waits as long as Temporal's timer between two attempts would. */
    public static void pass(Duration delay) {
        try {
            TimeUnit.NANOSECONDS.sleep(delay.toNanos());
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    public RecordStatus.Delivery row(String id, String system) {
        return store().ledger().status(key(id)).orElseThrow().deliveries().stream()
                .filter(delivery -> delivery.system().equals(system))
                .findFirst()
                .orElseThrow();
    }

    /** The outcomes of a record's revisions at a system, oldest first. */
    public List<String> outcomes(String id, String system) {
        return database()
                .jdbc()
                .sql("select outcome from outcome where record_id = :id and system = :system order by revision")
                .param("id", id)
                .param("system", system)
                .query(String.class)
                .list();
    }

    /** The system's objects that have our record id and are not deleted. */
    public static List<StoredObject> objects(Simulator system, String id) {
        boolean salesforce = system.name().equals(SALESFORCE);
        return system.store()
                .having(salesforce ? "Contact" : "contacts", salesforce ? "RecordsyncId__c" : "recordsync_id", id);
    }

    /** The first name in the system's only object that has this record id. */
    public static String firstNameAt(Simulator system, String id) {
        assertThat(objects(system, id)).hasSize(1);
        return objects(system, id).getFirst().field(system.name().equals(SALESFORCE) ? "FirstName" : "firstname");
    }

    public static String firstName(int version) {
        return NAME + version;
    }

    public static String email(String id) {
        return MAIL + "." + id.toLowerCase(Locale.ROOT) + "@example.com";
    }

    public static RecordKey key(String id) {
        return new RecordKey("default", "contact", id);
    }

    private boolean leaks(String text) {
        return List.of(
                        NAME,
                        MAIL,
                        PHONE.substring(2),
                        SalesforceSystem.CLIENT.clientSecret(),
                        HubSpotSystem.TOKEN,
                        "00DRS0000000001!")
                .stream()
                .anyMatch(text::contains);
    }

    private static String asTemporalKeepsIt(ApplicationFailure failure) {
        return new DefaultFailureConverter()
                .exceptionToFailure(failure, DefaultDataConverter.newDefaultInstance())
                .toString();
    }
}
