package dev.usher.dynamodb;

import java.util.List;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;

/** Sums the consumed capacity that the store reports for each read of a client. Thread-safe. */
final class ReadMeter implements ExecutionInterceptor {
    private double units;
    private int calls;

    @Override
    public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
        var request = context.request();
        if (request instanceof QueryRequest query) {
            return query.toBuilder()
                    .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
                    .build();
        }
        if (request instanceof GetItemRequest get) {
            return get.toBuilder()
                    .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
                    .build();
        }
        return request instanceof BatchGetItemRequest batch
                ? batch.toBuilder()
                        .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
                        .build()
                : request;
    }

    @Override
    public void afterUnmarshalling(Context.AfterUnmarshalling context, ExecutionAttributes attributes) {
        var response = context.response();
        if (response instanceof QueryResponse query) {
            add(List.of(query.consumedCapacity()));
        } else if (response instanceof GetItemResponse get) {
            add(List.of(get.consumedCapacity()));
        } else if (response instanceof BatchGetItemResponse batch) {
            add(batch.consumedCapacity());
        }
    }

    private synchronized void add(List<ConsumedCapacity> consumed) {
        calls++;
        consumed.forEach(capacity -> units += capacity.capacityUnits());
    }

    synchronized double units() {
        return units;
    }

    synchronized int calls() {
        return calls;
    }

    synchronized void reset() {
        units = 0;
        calls = 0;
    }
}
