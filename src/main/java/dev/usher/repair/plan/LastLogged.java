package dev.usher.repair.plan;

/**
 * The last row of a change log.
 *
 * @param version 0 for none
 * @param kept whether a row exists that has not expired: then later ones cannot have expired either
 */
public record LastLogged(long version, boolean kept) {}
