/** What the ledger reports to metrics and traces. */
package dev.usher.registrations.report;
