package io.recordsync.worker.delivery;

import io.recordsync.worker.delivery.plan.OwnRules;
import io.recordsync.worker.delivery.retry.RetryPolicy;
import java.util.function.Supplier;

/**
 * What the deliveries of this process need, one by one or in chunks.
 *
 * @param systems makes the calls
 * @param ledger stores the results
 * @param rows what the systems that are read hold
 * @param rules the rules of this process
 * @param attempts begins the attempts
 * @param retries how long to wait before the next attempt
 * @param errorIds gives a new id each time
 */
public record DeliveryContext(
        SystemAccess systems,
        DeliveryLedger ledger,
        RowLedger rows,
        OwnRules rules,
        Attempts attempts,
        RetryPolicy retries,
        Supplier<String> errorIds) {}
