package dev.usher.dynamodb.item;

import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** Builds query requests from expressions. */
public final class QueryExpressions {
    private QueryExpressions() {}

    /** Strongly consistent. */
    public static QueryRequest.Builder of(String table, DynamoDbExpression keys) {
        return QueryRequest.builder()
                .tableName(table)
                .consistentRead(true)
                .keyConditionExpression(keys.text())
                .expressionAttributeNames(keys.names())
                .expressionAttributeValues(keys.values());
    }

    /** @param filter applied after rows are read, so it saves no read capacity */
    public static QueryRequest.Builder of(String table, DynamoDbExpression keys, DynamoDbExpression filter) {
        var both = keys.and(filter);
        return of(table, keys)
                .filterExpression(filter.text())
                .expressionAttributeNames(both.names())
                .expressionAttributeValues(both.values());
    }
}
