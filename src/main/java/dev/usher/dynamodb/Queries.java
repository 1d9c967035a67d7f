package dev.usher.dynamodb;

import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** Queries of conditions. */
final class Queries {
    private Queries() {}

    /** Strongly consistent. */
    static QueryRequest.Builder of(String table, Expression keys) {
        return QueryRequest.builder()
                .tableName(table)
                .consistentRead(true)
                .keyConditionExpression(keys.text())
                .expressionAttributeNames(keys.names())
                .expressionAttributeValues(keys.values());
    }

    /** @param filter drops rows after they are read: it saves no reading */
    static QueryRequest.Builder of(String table, Expression keys, Expression filter) {
        var both = keys.and(filter);
        return of(table, keys)
                .filterExpression(filter.text())
                .expressionAttributeNames(both.names())
                .expressionAttributeValues(both.values());
    }
}
