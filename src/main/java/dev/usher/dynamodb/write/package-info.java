/**
 * Transactions and inserts: how a turn, a repair or a new row becomes one conditional write, and how its outcome is
 * determined.
 */
package dev.usher.dynamodb.write;
