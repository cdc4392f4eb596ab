package io.recordsync.store.ledger;

import io.recordsync.store.ledger.Acceptance.Result;

/**
 * The result of accepting one change.
 *
 * @param revision the image's newest revision
 * @param isStepBack whether the change is the next one in its source's log, but has a lower version than an earlier
 *     change
 * @param toBeTold whether Temporal has to be told: either the record has changed, or the event was accepted before and
 *     its record is not settled yet. The second case occurs when the process ended after it had accepted the event and
 *     before it had told Temporal
 */
public record Accepted(Change change, Result result, long revision, boolean isStepBack, boolean toBeTold) {}
