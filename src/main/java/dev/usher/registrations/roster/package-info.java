/** Users with a registration at one version of an event, kept in memory where many registers are refused. */
package dev.usher.registrations.roster;
