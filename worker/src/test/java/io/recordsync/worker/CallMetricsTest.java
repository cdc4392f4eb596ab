package io.recordsync.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.recordsync.connectors.http.VendorCall;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallMetricsTest {

    private static final Instant START = Instant.parse("2026-11-20T12:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final CallMetrics metrics = new CallMetrics(new SimpleMeterRegistry(), now::get);
    private final CapturedLogs logs = new CapturedLogs();

    @AfterEach
    void stop() {
        logs.close();
    }

    @Test
    void aVendorsNoticeIsWarnedOfOnceAnHourWithTheSettingThatHelps() {
        notice("hubspot", "@1790000000", "Wed, 01 Sep 2027 00:00:00 GMT");
        notice("hubspot", "@1790000000", "Wed, 01 Sep 2027 00:00:00 GMT");

        assertThat(logs.linesWith("will be removed"))
                .singleElement()
                .asString()
                .startsWith("WARN hubspot")
                .contains("GET /{object}", "@1790000000", "Wed, 01 Sep 2027", "HUBSPOT_API_VERSION");

        now.set(START.plus(Duration.ofHours(1)));
        notice("hubspot", "@1790000000", "Wed, 01 Sep 2027 00:00:00 GMT");
        assertThat(logs.linesWith("will be removed")).hasSize(2);
    }

    @Test
    void eachSystemAndEachNoticeIsWarnedOfByItself() {
        notice("hubspot", "true", "");
        notice("salesforce", "true", "");
        notice("salesforce", "", "Wed, 01 Sep 2027 00:00:00 GMT");

        assertThat(logs.linesWith("will be removed")).hasSize(3);
    }

    @Test
    void aVendorThatNoticesWithoutEndIsHeardAHundredTimesAnHour() {
        for (int i = 0; i < 1_000; i++) {
            notice("hubspot", "@" + i, "");
        }

        assertThat(logs.linesWith("will be removed")).hasSize(100);
    }

    private void notice(String system, String deprecation, String sunset) {
        metrics.retiring(call(system, "http://localhost/"), deprecation, sunset);
    }

    private static VendorCall call(String system, String url) {
        return VendorCall.read("/{object}", Objects.requireNonNull(HttpUrl.parse(url)))
                .to(system);
    }
}
