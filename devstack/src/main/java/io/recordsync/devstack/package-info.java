/**
 * Everything that one machine needs to run recordsync without installing a server: Kafka, PostgreSQL and Temporal, each
 * real and with its data on disk. For development, demonstrations and tests.
 * Nothing in production uses this package.
 */
@NullMarked
package io.recordsync.devstack;

import org.jspecify.annotations.NullMarked;
