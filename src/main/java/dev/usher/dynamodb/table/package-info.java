/** Definitions of the tables, and their creation. */
package dev.usher.dynamodb.table;
