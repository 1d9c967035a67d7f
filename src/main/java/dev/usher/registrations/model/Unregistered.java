package dev.usher.registrations.model;

/** @param promoted the user who got the seat, or null for none */
public record Unregistered(String eventId, String userId, String promoted) {}
