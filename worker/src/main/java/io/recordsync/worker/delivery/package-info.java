/**
 * One delivery of one record to one system: claim, transform, permit, call, settle. {@link io.recordsync.worker.delivery.DeliveryActivitiesImpl}
 * reads as that process; what an error means is decided in {@link io.recordsync.worker.delivery.RetryDecision} alone, and whether a system is asked at
 * all in {@link io.recordsync.worker.delivery.Circuits}.
 */
@NullMarked
package io.recordsync.worker.delivery;

import org.jspecify.annotations.NullMarked;
