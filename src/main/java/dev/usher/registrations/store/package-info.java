/** Interfaces to the store of registrations. */
package dev.usher.registrations.store;
