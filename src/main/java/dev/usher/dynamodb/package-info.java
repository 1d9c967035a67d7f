/**
 * DynamoDB implementation of the store interfaces of {@code users}, {@code events}, {@code registrations},
 * {@code erasure}, {@code repair} and {@code webhook.store}. Only this package and its subpackages use the AWS SDK;
 * their callers use those interfaces and their records.
 *
 * <p>Table names are in {@link dev.usher.dynamodb.item.TableNames}, attribute names in
 * {@link dev.usher.dynamodb.item.AttributeNames}, the mapping of rows in {@link dev.usher.dynamodb.item.ItemMapper},
 * conditions in {@link dev.usher.dynamodb.item.ConditionExpressions}, the classification of errors in
 * {@link dev.usher.dynamodb.client.ErrorClassifier}, and the detection of outages in
 * {@link dev.usher.dynamodb.client.CircuitBreaker}.
 */
package dev.usher.dynamodb;
