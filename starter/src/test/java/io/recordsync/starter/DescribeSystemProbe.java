package io.recordsync.starter;

import io.recordsync.workflows.DescribeRequest;
import io.recordsync.workflows.DescribeSystem;
import io.recordsync.workflows.FailureTypes;
import io.recordsync.workflows.SystemDescription;
import io.temporal.failure.ApplicationFailure;
import java.util.List;

/** Stands in for a worker's answers to {@code describe}. It knows contacts only. */
public final class DescribeSystemProbe implements DescribeSystem {

    @Override
    public SystemDescription describe(DescribeRequest request) {
        if ("deal".equals(request.entity())) {
            throw ApplicationFailure.newNonRetryableFailure(
                    "The rule set default has no mapping of deal for hubspot.", FailureTypes.UNKNOWN_ENTITY);
        }
        if ("account".equals(request.entity())) {
            throw ApplicationFailure.newNonRetryableFailure(
                    "hubspot refuses the API token: renew it.", FailureTypes.NOT_DESCRIBED);
        }
        SystemDescription.Field email =
                new SystemDescription.Field("email", "E-mail", "string", false, true, true, null);
        return new SystemDescription(
                request.system(), List.of(new SystemDescription.Entity("contact", "contacts", true, List.of(email))));
    }
}
