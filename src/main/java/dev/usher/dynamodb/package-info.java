/**
 * Usher's rows in DynamoDB. The only package that knows the AWS SDK: what enters and leaves are the records and the
 * store interfaces of {@code users}, {@code events} and {@code registrations}.
 *
 * <p>Table names are in {@link dev.usher.dynamodb.table.TableNames}, attribute names in
 * {@link dev.usher.dynamodb.item.AttributeNames}, the mapping of rows in {@link dev.usher.dynamodb.item.ItemMapper},
 * conditions in {@link dev.usher.dynamodb.item.ConditionExpressions}, what an error means in
 * {@link dev.usher.dynamodb.client.ErrorClassifier}, and whether DynamoDB is there at all in
 * {@link dev.usher.dynamodb.client.CircuitBreaker}.
 */
package dev.usher.dynamodb;
