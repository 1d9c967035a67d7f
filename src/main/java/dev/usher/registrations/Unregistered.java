package dev.usher.registrations;

/** @param promoted the user who got the seat, or null when nobody did */
public record Unregistered(String eventId, String userId, String promoted) {}
