/** Events as they are created and read. Their counts are the ledger's: nothing here changes them. */
package dev.usher.events;
