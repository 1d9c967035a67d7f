/**
 * Usher's rows in DynamoDB. The only package that knows the AWS SDK: what enters and leaves are the records and the
 * store interfaces of {@code users}, {@code events} and {@code registrations}.
 *
 * <p>Table names stand in {@link dev.usher.dynamodb.Tables}, attribute names in {@link dev.usher.dynamodb.Attributes},
 * the mapping of rows in {@link dev.usher.dynamodb.Items}, conditions in {@link dev.usher.dynamodb.Conditions}, what an
 * error means in {@link dev.usher.dynamodb.Failures}, and whether DynamoDB is there at all in
 * {@link dev.usher.dynamodb.Breaker}.
 */
package dev.usher.dynamodb;
