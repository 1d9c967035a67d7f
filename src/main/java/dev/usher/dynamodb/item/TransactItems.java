package dev.usher.dynamodb.item;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** Builds the actions of a transaction. An action whose condition fails returns the row that made it fail. */
public final class TransactItems {
    private static final ReturnValuesOnConditionCheckFailure THE_ROW = ReturnValuesOnConditionCheckFailure.ALL_OLD;

    private TransactItems() {}

    public static TransactWriteItem put(String table, Map<String, AttributeValue> item, DynamoDbExpression condition) {
        return TransactWriteItem.builder()
                .put(put -> put.tableName(table)
                        .item(item)
                        .conditionExpression(condition.text())
                        .expressionAttributeNames(condition.names())
                        .expressionAttributeValues(condition.valuesOrNull())
                        .returnValuesOnConditionCheckFailure(THE_ROW))
                .build();
    }

    /** Unconditional: relies on the condition of another action of the transaction. */
    public static TransactWriteItem put(String table, Map<String, AttributeValue> item) {
        return TransactWriteItem.builder()
                .put(put -> put.tableName(table).item(item))
                .build();
    }

    public static TransactWriteItem update(
            String table, Map<String, AttributeValue> key, UpdateExpression update, DynamoDbExpression condition) {
        return TransactWriteItem.builder()
                .update(action -> action.tableName(table)
                        .key(key)
                        .updateExpression(update.text())
                        .conditionExpression(condition.text())
                        .expressionAttributeNames(DynamoDbExpression.merged(update.names(), condition.names()))
                        .expressionAttributeValues(DynamoDbExpression.merged(update.values(), condition.values()))
                        .returnValuesOnConditionCheckFailure(THE_ROW))
                .build();
    }

    /** Unconditional: relies on the condition of another action of the transaction. */
    public static TransactWriteItem update(String table, Map<String, AttributeValue> key, UpdateExpression update) {
        return TransactWriteItem.builder()
                .update(action -> action.tableName(table)
                        .key(key)
                        .updateExpression(update.text())
                        .expressionAttributeNames(update.names())
                        .expressionAttributeValues(update.values()))
                .build();
    }

    public static TransactWriteItem delete(
            String table, Map<String, AttributeValue> key, DynamoDbExpression condition) {
        return TransactWriteItem.builder()
                .delete(delete -> delete.tableName(table)
                        .key(key)
                        .conditionExpression(condition.text())
                        .expressionAttributeNames(condition.names())
                        .expressionAttributeValues(condition.valuesOrNull())
                        .returnValuesOnConditionCheckFailure(THE_ROW))
                .build();
    }

    /** Unconditional: relies on the condition of another action of the transaction. */
    public static TransactWriteItem delete(String table, Map<String, AttributeValue> key) {
        return TransactWriteItem.builder()
                .delete(delete -> delete.tableName(table).key(key))
                .build();
    }

    public static TransactWriteItem check(String table, Map<String, AttributeValue> key, DynamoDbExpression condition) {
        return TransactWriteItem.builder()
                .conditionCheck(check -> check.tableName(table)
                        .key(key)
                        .conditionExpression(condition.text())
                        .expressionAttributeNames(condition.names())
                        .expressionAttributeValues(condition.valuesOrNull())
                        .returnValuesOnConditionCheckFailure(THE_ROW))
                .build();
    }
}
