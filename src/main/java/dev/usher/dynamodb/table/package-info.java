/** Tables: their definitions, their creation, and the checks that they and the rights on them exist. */
package dev.usher.dynamodb.table;
