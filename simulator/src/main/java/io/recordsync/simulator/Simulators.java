package io.recordsync.simulator;

import io.recordsync.simulator.faults.Faults;
import io.recordsync.simulator.hubspot.HubspotVendor;
import io.recordsync.simulator.quota.CallMeter;
import io.recordsync.simulator.salesforce.SalesforceVendor;
import io.recordsync.simulator.store.CrmStore;
import io.recordsync.simulator.store.IdSequence;
import io.recordsync.simulator.vendor.Simulator;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/** All simulated systems, started and stopped together. They listen on the loopback interface only. */
public final class Simulators implements AutoCloseable {

    private final SimulatorsOptions options;
    private final Simulator salesforce;
    private final Simulator hubspot;

    private Simulators(SimulatorsOptions options, Simulator salesforce, Simulator hubspot) {
        this.options = options;
        this.salesforce = salesforce;
        this.hubspot = hubspot;
    }

    /**
     * Starts all of them; when this returns they answer.
     *
     * @throws java.io.UncheckedIOException with one clear sentence when a port is taken or the data folder is unusable
     */
    public static Simulators start(SimulatorsOptions options) {
        Simulator salesforce = salesforce(options);
        try {
            return new Simulators(options, salesforce, hubspot(options));
        } catch (RuntimeException e) {
            salesforce.close();
            throw e;
        }
    }

    public Simulator salesforce() {
        return salesforce;
    }

    public Simulator hubspot() {
        return hubspot;
    }

    public List<Simulator> all() {
        return List.of(salesforce, hubspot);
    }

    /** What they were started with, credentials included. */
    public SimulatorsOptions options() {
        return options;
    }

    @Override
    public void close() {
        all().forEach(Simulator::close);
    }

    private static Simulator salesforce(SimulatorsOptions options) {
        CrmStore store = store(options, "salesforce", SalesforceVendor.KEYS, SalesforceVendor.ids());
        Faults faults = new Faults(options.seed(), options.faults());
        SplittableRandom random = new SplittableRandom(options.seed() + 1);
        SalesforceVendor vendor = new SalesforceVendor(
                options.salesforce(), options.salesforcePlan(), store, faults, options.clock(), random.split());
        CallMeter meter = new CallMeter(options.clock());
        return new Simulator(vendor, store, faults, random, meter, options.salesforcePort());
    }

    private static Simulator hubspot(SimulatorsOptions options) {
        CrmStore store = store(options, "hubspot", HubspotVendor.KEYS, HubspotVendor.ids());
        Faults faults = new Faults(options.seed() + 2, options.faults());
        SplittableRandom random = new SplittableRandom(options.seed() + 3);
        HubspotVendor vendor = new HubspotVendor(
                options.hubspotToken(), options.hubspotPlan(), store, faults, options.clock(), random.split());
        CallMeter meter = new CallMeter(options.clock());
        return new Simulator(vendor, store, faults, random, meter, options.hubspotPort());
    }

    private static CrmStore store(SimulatorsOptions options, String system, CrmStore.Fields keys, IdSequence ids) {
        Path data = options.data();
        return data == null
                ? CrmStore.inMemory(keys, ids, options.clock())
                : CrmStore.in(data.resolve(system), keys, ids, options.clock());
    }
}
