package dev.usher.dynamodb;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ItemResponse;
import software.amazon.awssdk.services.dynamodb.model.MultiRegionConsistency;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;

/** Client of empty tables that records the permission that each call needs. */
final class RightsClient extends StubDynamoDb {
    /** Actions by table, or table and index. */
    final Map<String, Set<String>> rights = new HashMap<>();

    MultiRegionConsistency consistency;

    private void needs(String action, String table, String index) {
        var resource = index == null ? table : table + "/index/" + index;
        rights.computeIfAbsent(resource, first -> new TreeSet<>()).add(action);
    }

    @Override
    public CompletableFuture<GetItemResponse> getItem(GetItemRequest request) {
        needs("GetItem", request.tableName(), null);
        return CompletableFuture.completedFuture(GetItemResponse.builder().build());
    }

    @Override
    public CompletableFuture<BatchGetItemResponse> batchGetItem(BatchGetItemRequest request) {
        request.requestItems().keySet().forEach(table -> needs("BatchGetItem", table, null));
        return CompletableFuture.completedFuture(BatchGetItemResponse.builder().build());
    }

    @Override
    public CompletableFuture<QueryResponse> query(QueryRequest request) {
        needs("Query", request.tableName(), request.indexName());
        return CompletableFuture.completedFuture(QueryResponse.builder().build());
    }

    @Override
    public CompletableFuture<ScanResponse> scan(ScanRequest request) {
        needs("Scan", request.tableName(), request.indexName());
        return CompletableFuture.completedFuture(ScanResponse.builder().build());
    }

    @Override
    public CompletableFuture<DescribeTableResponse> describeTable(DescribeTableRequest request) {
        needs("DescribeTable", request.tableName(), null);
        return CompletableFuture.completedFuture(DescribeTableResponse.builder()
                .table(table -> table.multiRegionConsistency(consistency))
                .build());
    }

    @Override
    public CompletableFuture<TransactGetItemsResponse> transactGetItems(TransactGetItemsRequest request) {
        request.transactItems().forEach(item -> needs("GetItem", item.get().tableName(), null));
        var none = Collections.nCopies(
                request.transactItems().size(), ItemResponse.builder().build());
        return CompletableFuture.completedFuture(
                TransactGetItemsResponse.builder().responses(none).build());
    }

    @Override
    public CompletableFuture<TransactWriteItemsResponse> transactWriteItems(TransactWriteItemsRequest request) {
        request.transactItems().forEach(item -> {
            if (item.put() != null) {
                needs("PutItem", item.put().tableName(), null);
            }
            if (item.update() != null) {
                needs("UpdateItem", item.update().tableName(), null);
            }
            if (item.delete() != null) {
                needs("DeleteItem", item.delete().tableName(), null);
            }
            if (item.conditionCheck() != null) {
                needs("ConditionCheckItem", item.conditionCheck().tableName(), null);
            }
        });
        return CompletableFuture.failedFuture(cancelled("ConditionalCheckFailed"));
    }
}
