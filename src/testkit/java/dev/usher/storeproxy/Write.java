package dev.usher.storeproxy;

/**
 * One item that a request writes or, in a transaction, checks.
 *
 * @param item table and primary key
 * @param partition table and hash key
 * @param units cost in write capacity units of the partition
 */
record Write(String item, String partition, int units) {}
