package io.recordsync.workflows;

import io.temporal.common.SearchAttributeKey;
import java.util.List;

/** The search attributes of a {@link SyncRecord} workflow: set while a delivery is parked, absent otherwise. */
public final class SearchAttributes {

    /** {@link #FAILED} while a delivery is parked: find them by {@code SyncStatus="failed"}. */
    public static final SearchAttributeKey<String> SYNC_STATUS = SearchAttributeKey.forKeyword("SyncStatus");

    /** The systems whose deliveries are parked. */
    public static final SearchAttributeKey<List<String>> SYNC_FAILED_SYSTEMS =
            SearchAttributeKey.forKeywordList("SyncFailedSystems");

    public static final String FAILED = "failed";

    private SearchAttributes() {}
}
