/** Values of registrations: commands to the ledger, registrations, turns and the rows that they change. Pure. */
package dev.usher.registrations.model;
