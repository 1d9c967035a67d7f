package dev.usher.dynamodb;

import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** Puts conditions into a query. */
final class Queries {
    private Queries() {}

    static void where(QueryRequest.Builder query, Expression keys) {
        query.keyConditionExpression(keys.text())
                .expressionAttributeNames(keys.names())
                .expressionAttributeValues(keys.values());
    }

    /** @param filter drops rows after they are read: it saves no reading */
    static void where(QueryRequest.Builder query, Expression keys, Expression filter) {
        var both = keys.and(filter);
        query.keyConditionExpression(keys.text())
                .filterExpression(filter.text())
                .expressionAttributeNames(both.names())
                .expressionAttributeValues(both.values());
    }
}
