/** Events as they are created and read. Only the ledger changes their counts. */
package dev.usher.events;
