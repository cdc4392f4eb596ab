/**
 * From Kafka into the ledger and to Temporal: each poll is accepted, its records' workflows are told, and what cannot be read goes to the
 * dead-letter topic; only then is it committed. Retries, backing off and dead-letter publishing are spring-kafka's, composed here. Also what
 * keeps this door open and honest: backpressure, the sweeper, and the activity that copies parked deliveries to the dead-letter topic.
 */
@NullMarked
package io.recordsync.starter.bridge;

import org.jspecify.annotations.NullMarked;
