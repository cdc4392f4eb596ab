package io.recordsync.peers;

import dev.restate.sdk.HandlerRunner;
import dev.restate.sdk.endpoint.Endpoint;
import dev.restate.sdk.http.vertx.RestateHttpServer;
import java.util.concurrent.Executors;

/**
 * The service that Restate calls for each event (docs.restate.dev, develop/java/serving: an HTTP endpoint whose
 * handlers run on virtual threads).
 */
public final class RestatePeer {

    private RestatePeer() {}

    public static void main(String[] arguments) {
        var options = HandlerRunner.Options.withExecutor(Executors.newVirtualThreadPerTaskExecutor());
        Crm crm = Crm.of(System.getenv());
        boolean limited = System.getenv().containsKey("HUBSPOT_BASE_URL");
        RestateHttpServer.listen(
                Endpoint.bind(new ContactObject(crm, limited), options).bind(new Limiter(), options),
                Integer.parseInt(System.getenv("SERVICE_PORT")));
        System.out.println("ready");
    }
}
