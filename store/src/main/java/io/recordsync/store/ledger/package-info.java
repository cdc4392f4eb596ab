/**
 * The ledger of records: accepts changes, merges them into images, and logs them. Also logs the messages that did not
 * become a change.
 */
@NullMarked
package io.recordsync.store.ledger;

import org.jspecify.annotations.NullMarked;
