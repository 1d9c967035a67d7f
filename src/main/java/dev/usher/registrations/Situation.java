package dev.usher.registrations;

import dev.usher.events.Event;
import java.util.Map;
import java.util.Optional;

/**
 * What a plan is made on: one version of an event, and what is known of its rows and its line.
 *
 * @param rows the rows that are known, empty for who has none; who is missing here is unknown
 * @param line the front of the line, or empty while it was not read
 */
record Situation(Event event, Map<String, Optional<Registration>> rows, Optional<Line> line) {}
