/**
 * One delivery of one record to one system: claim, transform, permit, call, settle.
 * {@link io.recordsync.worker.delivery.DeliveryActivitiesImpl} has these steps. Only
 * {@link io.recordsync.worker.delivery.retry.RetryDecision} decides what follows from an error, and only
 * {@link io.recordsync.worker.delivery.circuit.Circuits} decide whether a system is called at all.
 */
@NullMarked
package io.recordsync.worker.delivery;

import org.jspecify.annotations.NullMarked;
