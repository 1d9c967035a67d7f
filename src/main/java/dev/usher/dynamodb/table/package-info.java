/** Definitions of the tables, their creation, and the check that they exist. */
package dev.usher.dynamodb.table;
