package io.recordsync.devstack;

import static io.temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD;
import static io.temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD_LIST;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.recordsync.workflows.SearchAttributes;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Registers with a Temporal server the search attributes of {@code SyncRecord} workflows. */
public final class SearchAttributeRegistration {

    private SearchAttributeRegistration() {}

    /** The names and types, as {@code temporal operator search-attribute create} takes them. */
    public static Map<String, IndexedValueType> all() {
        return Map.of(
                SearchAttributes.SYNC_STATUS.getName(),
                INDEXED_VALUE_TYPE_KEYWORD,
                SearchAttributes.SYNC_FAILED_SYSTEMS.getName(),
                INDEXED_VALUE_TYPE_KEYWORD_LIST);
    }

    /**
     * Registers the attributes that the server does not know yet. Several processes may do so at the same time.
     *
     * @param target the server, as {@code host:port}
     * @throws DevStackException if the server refuses, or knows one of them with another type
     */
    public static void register(String target, String namespace) {
        OperatorServiceStubs operator = OperatorServiceStubs.newServiceStubs(
                OperatorServiceStubsOptions.newBuilder().setTarget(target).validateAndBuildWithDefaults());
        try {
            register(operator, namespace);
        } catch (StatusRuntimeException e) {
            throw new DevStackException(
                    ("The Temporal server %s did not register the search attributes %s (%s)."
                                    + " Register them by hand with `temporal operator search-attribute create`.")
                            .formatted(target, all().keySet(), e.getStatus().getCode()),
                    e);
        } finally {
            operator.shutdownNow();
        }
    }

    private static void register(OperatorServiceStubs operator, String namespace) {
        Map<String, IndexedValueType> missing = new TreeMap<>(all());
        missing.keySet().removeAll(known(operator, namespace).keySet());
        if (missing.isEmpty()) {
            return;
        }
        tolerating(
                Status.Code.ALREADY_EXISTS,
                () -> operator.blockingStub()
                        .addSearchAttributes(AddSearchAttributesRequest.newBuilder()
                                .setNamespace(namespace)
                                .putAllSearchAttributes(missing)
                                .build()));
    }

    private static <T> Optional<T> tolerating(Status.Code harmless, Supplier<T> call) {
        try {
            return Optional.of(call.get());
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == harmless) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * The custom search attributes that the server knows in the namespace. Empty for the server in memory, which does
     * not support this request.
     */
    private static Map<String, IndexedValueType> known(OperatorServiceStubs operator, String namespace) {
        return tolerating(
                        Status.Code.UNIMPLEMENTED,
                        () -> operator.blockingStub()
                                .listSearchAttributes(ListSearchAttributesRequest.newBuilder()
                                        .setNamespace(namespace)
                                        .build())
                                .getCustomAttributesMap())
                .orElse(Map.of());
    }
}
