package dev.usher.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Checks one event at rest against invariant I9: its rows of the change log since its creation are dense, and replaying
 * them yields every attribute of its row, its registrations, and its waitlist above the floor. For an event from before
 * the change log, checks only the density and the digest; for a repaired one, only those since its last repair, because
 * lost rows cannot be replayed. Pure; uses none of the server's code.
 */
public final class ReplayAudit {
    private static final List<String> COUNTERS =
            List.of("currentRegistrations", "waitlistCount", "lastTicket", "lineFloor");

    private static final AttributeValue NO_USER = AttributeValue.fromS("-");
    /** Sorts after every start in the index of events by start. */
    private static final AttributeValue NO_START = AttributeValue.fromS("9999-12-31T23:59:60Z");

    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final int INDEX_PARTS = 8;

    private final Map<String, AttributeValue> stored;
    private final String eventId;
    private final Map<String, AttributeValue> event = new HashMap<>();
    private final Map<String, AttributeValue> creation = new HashMap<>();
    private final Map<String, Map<String, AttributeValue>> rows = new HashMap<>();
    private final Map<Long, Map<String, AttributeValue>> entries = new HashMap<>();
    private final List<String> violations = new ArrayList<>();

    private AttributeValue description;
    private AttributeValue descriptionVersion;

    private ReplayAudit(Map<String, AttributeValue> stored) {
        this.stored = stored;
        this.eventId = stored.get("eventId").s();
    }

    /** @return one sentence for each violation */
    public static List<String> violations(
            Map<String, AttributeValue> event,
            List<Map<String, AttributeValue>> changes,
            List<Map<String, AttributeValue>> registrations,
            List<Map<String, AttributeValue>> waitlist) {
        var audit = new ReplayAudit(event);
        audit.digest(registrations);
        var log = new TreeMap<Long, Map<String, AttributeValue>>();
        changes.forEach(row -> log.put(number(row, "version"), row));
        long repaired = changes.stream()
                .filter(row -> row.containsKey("repaired"))
                .mapToLong(row -> number(row, "version"))
                .max()
                .orElse(0);
        long created = changes.stream()
                .filter(row -> row.containsKey("createdAt"))
                .mapToLong(row -> number(row, "version"))
                .max()
                .orElse(0);
        log.headMap(Math.max(repaired, created)).clear();
        if (log.isEmpty()) {
            return audit.violations;
        }
        audit.dense(log);
        if (log.firstKey() == created && audit.violations.isEmpty()) {
            log.values().forEach(audit::replay);
            audit.compare(registrations, waitlist);
        }
        return audit.violations;
    }

    private void dense(TreeMap<Long, Map<String, AttributeValue>> log) {
        long expected = log.firstKey();
        for (long version : log.keySet()) {
            check(version == expected, "Changes lacks version " + expected);
            expected = version + 1;
        }
        check(log.lastKey() == number(stored, "version"), "Changes ends at version " + log.lastKey());
    }

    private void replay(Map<String, AttributeValue> row) {
        long version = number(row, "version");
        if (row.containsKey("details")) {
            event.clear();
            event.putAll(row.get("details").m());
            describe(event.remove("description"), row.get("version"));
            event.remove("status");
            event.remove("by");
            Optional.ofNullable(event.remove("owner")).ifPresent(owner -> creation.put("owner", owner));
            event.put("detailsVersion", row.get("version"));
            if (row.get("details").m().get("status").s().equals("cancelled")) {
                event.put("status", row.get("details").m().get("status"));
            }
        }
        for (var created : List.of("createdAt", "owner", "requestKey")) {
            if (row.containsKey(created)) {
                creation.put(created, row.get(created));
            }
        }
        COUNTERS.forEach(counter -> event.put(counter, row.get(counter)));
        event.put("version", row.get("version"));
        if (row.containsKey("rosterDigest")) {
            event.put("rosterDigest", row.get("rosterDigest"));
            event.put("digestVersion", row.get("version"));
        }
        row.get("changes").l().forEach(change -> change(change.m(), version, row.get("at")));
    }

    /** A description has its own row; the event's row refers to it by version. */
    private void describe(AttributeValue details, AttributeValue version) {
        if (!Objects.equals(details, description)) {
            description = details;
            descriptionVersion = version;
        }
        if (description != null) {
            event.put("descriptionVersion", descriptionVersion);
        }
    }

    private void change(Map<String, AttributeValue> change, long version, AttributeValue at) {
        var userId = change.get("userId").s();
        var ticket = change.get("ticket");
        switch (change.get("kind").s()) {
            case "registered", "invited", "waitlisted" -> {
                var row = row(change, version);
                row.put("status", AttributeValue.fromS(ticket == null ? "registered" : "waitlisted"));
                row.put("registeredAt", at);
                if (change.containsKey("requestKey")) {
                    row.put("requestKey", change.get("requestKey"));
                }
                rows.put(userId, row);
                if (ticket != null) {
                    var entry = row(change, version);
                    entry.put("registeredAt", at);
                    entries.put(Long.parseLong(ticket.n()), entry);
                }
            }
            case "promoted" -> {
                var row = rows.get(userId);
                row.put("status", AttributeValue.fromS("registered"));
                row.put("promotedAt", at);
                if (change.containsKey("confirmBy")) {
                    row.put("confirmBy", change.get("confirmBy"));
                    row.put(
                            "unconfirmed",
                            AttributeValue.fromS(Integer.toString(Math.floorMod(userId.hashCode(), INDEX_PARTS))));
                }
                row.put("version", AttributeValue.fromN(Long.toString(version)));
            }
            case "confirmed" -> {
                var row = rows.get(userId);
                List.of("confirmBy", "unconfirmed").forEach(row::remove);
                row.put("version", AttributeValue.fromN(Long.toString(version)));
            }
            case "left", "lapsed" -> {
                rows.remove(userId);
                if (ticket != null) {
                    var entry = entries.get(Long.parseLong(ticket.n()));
                    entry.put("left", AttributeValue.fromBool(true));
                    entry.put("userId", NO_USER);
                }
            }
            default -> check(false, "a change of kind " + change.get("kind").s());
        }
    }

    private static AttributeValue withMillis(AttributeValue time) {
        return AttributeValue.fromS(MILLIS.format(Instant.parse(time.s())));
    }

    private Map<String, AttributeValue> row(Map<String, AttributeValue> change, long version) {
        var row = new HashMap<String, AttributeValue>();
        row.put("eventId", AttributeValue.fromS(eventId));
        row.put("userId", change.get("userId"));
        row.put("version", AttributeValue.fromN(Long.toString(version)));
        if (change.containsKey("ticket")) {
            row.put("ticket", change.get("ticket"));
        }
        return row;
    }

    private void compare(List<Map<String, AttributeValue>> registrations, List<Map<String, AttributeValue>> waitlist) {
        event.putAll(creation);
        event.put("eventId", AttributeValue.fromS(eventId));
        if (stored.containsKey("owed")) {
            event.put("owed", AttributeValue.fromS(eventId));
        }
        if (stored.containsKey("startMonth")) {
            event.put("startMonth", AttributeValue.fromS("all"));
            event.compute("startsAt", (name, text) -> text == null ? NO_START : withMillis(text));
        }
        if (stored.containsKey("untold")) {
            event.put("untold", stored.get("untold"));
        }
        check(event.equals(stored), "replay gives the event row " + event + " but stored is " + stored);
        var stands = new HashMap<String, Map<String, AttributeValue>>();
        registrations.forEach(row -> stands.put(row.get("userId").s(), row));
        differences("registration", rows, stands);
        long floor = number(stored, "lineFloor");
        var storedEntries = new HashMap<Long, Map<String, AttributeValue>>();
        waitlist.stream()
                .filter(row -> number(row, "ticket") > floor)
                .forEach(row -> storedEntries.put(number(row, "ticket"), row));
        entries.keySet().removeIf(ticket -> ticket <= floor);
        differences("waitlist entry", entries, storedEntries);
        waitlist.stream()
                .filter(row -> row.get("eventId").s().equals(eventId) && number(row, "ticket") <= floor)
                .forEach(this::settled);
    }

    /** A row at or below the floor names no user, or one with the seat that the ticket led to. */
    private void settled(Map<String, AttributeValue> entry) {
        var row = rows.get(entry.get("userId").s());
        boolean seated = row != null && entry.get("ticket").equals(row.get("ticket"));
        check(entry.get("userId").equals(NO_USER) || seated, "the waitlist names a user without a seat: " + entry);
    }

    private <K> void differences(
            String what, Map<K, Map<String, AttributeValue>> replayed, Map<K, Map<String, AttributeValue>> stands) {
        replayed.forEach((key, row) -> check(
                row.equals(stands.get(key)), "replay gives " + what + " " + row + " but stored is " + stands.get(key)));
        stands.keySet().forEach(key -> check(replayed.containsKey(key), "replay gives no " + what + " " + key));
    }

    private void digest(List<Map<String, AttributeValue>> registrations) {
        if (stored.containsKey("digestVersion") && number(stored, "digestVersion") == number(stored, "version")) {
            long sum = registrations.stream().mapToLong(ReplayAudit::hash).sum();
            check(sum == number(stored, "rosterDigest"), "rosterDigest is not that of the registrations");
        }
    }

    private static long hash(Map<String, AttributeValue> row) {
        var userId = row.get("userId").s();
        var ticket = row.containsKey("ticket") ? row.get("ticket").n() : "";
        var confirmBy =
                row.containsKey("confirmBy") ? "\n" + row.get("confirmBy").s() : "";
        long state = sha256(userId + "\n" + row.get("status").s() + "\n" + ticket + confirmBy);
        return state
                + (row.containsKey("requestKey")
                        ? sha256(userId + "\n\n" + row.get("requestKey").s())
                        : 0);
    }

    private static long sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static long number(Map<String, AttributeValue> item, String attribute) {
        return Long.parseLong(item.get(attribute).n());
    }

    private void check(boolean holds, String violation) {
        if (!holds) {
            violations.add("event " + eventId + ": I9: " + violation);
        }
    }
}
