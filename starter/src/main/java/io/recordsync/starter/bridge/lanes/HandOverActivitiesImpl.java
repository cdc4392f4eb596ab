package io.recordsync.starter.bridge.lanes;

import io.recordsync.store.delivery.Routing;
import io.recordsync.store.delivery.Routing.Candidate;
import io.recordsync.store.ledger.Image;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.workflows.HandOverActivities;
import io.recordsync.workflows.HandOverRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Signals the workflows of single records about the records that a chunk could not settle. */
final class HandOverActivitiesImpl implements HandOverActivities {

    private final Routing routing;
    private final ParallelSignals signals;

    HandOverActivitiesImpl(Routing routing, ParallelSignals signals) {
        this.routing = routing;
        this.signals = signals;
    }

    @Override
    public void handOver(HandOverRequest request) {
        List<RecordKey> keys = request.recordIds().stream()
                .map(recordId -> new RecordKey(request.tenant(), request.entity(), recordId))
                .toList();
        Map<RecordKey, Long> revisions = new LinkedHashMap<>();
        for (Candidate candidate : routing.candidates(keys)) {
            Image image = candidate.image();
            revisions.put(image.key(), image.revision());
        }
        signals.send(revisions);
    }
}
