/**
 * Mapping between records and items: attribute names, values, and the expressions of conditions, updates and queries.
 */
package dev.usher.dynamodb.item;
