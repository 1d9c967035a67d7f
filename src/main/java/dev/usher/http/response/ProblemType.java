package dev.usher.http.response;

import dev.usher.service.RefusalReason;
import java.util.Locale;

/** Types of problems, each with its status, code, title and detail. */
public enum ProblemType {
    INVALID_REQUEST(400, "Invalid request", "The request violates the API contract."),
    UNAUTHENTICATED(401, "Unauthenticated", "A valid bearer token is required."),
    FORBIDDEN(403, "Forbidden", "The caller is not allowed to do this."),
    PATH_NOT_FOUND(404, "Path not found", "The path does not exist."),
    EVENT_NOT_FOUND(404, "Event not found", "The event does not exist."),
    CALENDAR_ENTRY_NOT_FOUND(
            404, "Calendar entry not found", "The event has no start, and therefore no calendar entry."),
    USER_NOT_FOUND(404, "User not found", "The user does not exist."),
    REGISTRATION_NOT_FOUND(
            404, "Registration not found", "The user is neither registered for this event nor on its waitlist."),
    METHOD_NOT_ALLOWED(405, "Method not allowed", "The path supports only the methods that Allow lists."),
    REQUEST_TIMEOUT(408, "Request timeout", "The request body did not arrive in time."),
    USER_EXISTS(409, "User exists", "A user with this id already exists."),
    EVENT_EXISTS(409, "Event exists", "An event with this id already exists."),
    EVENT_FULL(409, "Event full", "No seat is free for a newcomer, and the event has no waitlist."),
    WAITLIST_FULL(409, "Waitlist full", "No seat is free for a newcomer, and the waitlist is full."),
    REGISTRATION_NOT_OPEN(409, "Registration not open", "Registration is not open yet; it opens at opensAt."),
    REGISTRATION_CLOSED(409, "Registration closed", "Registration has closed."),
    EVENT_CANCELLED(409, "Event cancelled", "The event is cancelled."),
    EVENT_OVER(409, "Event over", "The start of the event has passed."),
    EVENT_HAS_HISTORY(409, "Event has history", "The event cannot be deleted: users have registered, or may have."),
    ALREADY_REGISTERED(409, "Already registered", "The user is already registered for this event or on its waitlist."),
    CAPACITY_BELOW_REGISTRATIONS(
            409, "Capacity below registrations", "The capacity is below the number of taken seats."),
    NO_SEAT_YET(409, "No seat yet", "The user is on the waitlist and has no seat to confirm."),
    CAPACITY_AT_MAXIMUM(409, "Capacity at maximum", "The event already has the maximum capacity."),
    CHANGES_GONE(
            410,
            "Changes gone",
            "The change log no longer contains the next version. Continue after the version of the returned event."),
    PRECONDITION_FAILED(
            412,
            "Precondition failed",
            "If-Match does not match the current details of the event. Read the event again."),
    BODY_TOO_LARGE(413, "Body too large", "A request body may have at most 32 KiB."),
    URI_TOO_LONG(414, "URI too long", "A request line may have at most 4 KiB."),
    UNSUPPORTED_MEDIA_TYPE(
            415,
            "Unsupported media type",
            "A body must be uncompressed JSON in UTF-8; Accept or Accept-Patch lists the supported media types."),
    IDEMPOTENCY_KEY_REUSED(
            422,
            "Idempotency key reused",
            "The Idempotency-Key was already used with a different body. Use a new key."),
    TOO_MANY_REQUESTS(
            429,
            "Too many requests",
            "A limit of requests, live streams or downloads is exceeded. Try again after Retry-After seconds."),
    HEADERS_TOO_LARGE(431, "Headers too large", "The request headers may have at most 8 KiB."),
    INTERNAL_ERROR(500, "Internal error", "An unexpected error occurred."),
    BUSY(503, "Busy", "The server could not confirm a result in time. Try again.");

    private static final String BASE = "/problems/";

    private final int status;
    private final String title;
    private final String detail;
    private final String code;
    private final String uri;

    ProblemType(int status, String title, String detail) {
        this.status = status;
        this.title = title;
        this.detail = detail;
        this.code = name().toLowerCase(Locale.ROOT).replace('_', '-');
        this.uri = BASE + code;
    }

    static ProblemType of(RefusalReason reason) {
        return switch (reason) {
            case EVENT_NOT_FOUND -> EVENT_NOT_FOUND;
            case USER_NOT_FOUND -> USER_NOT_FOUND;
            case REGISTRATION_NOT_FOUND -> REGISTRATION_NOT_FOUND;
            case USER_EXISTS -> USER_EXISTS;
            case EVENT_EXISTS -> EVENT_EXISTS;
            case EVENT_FULL -> EVENT_FULL;
            case WAITLIST_FULL -> WAITLIST_FULL;
            case REGISTRATION_NOT_OPEN -> REGISTRATION_NOT_OPEN;
            case REGISTRATION_CLOSED -> REGISTRATION_CLOSED;
            case EVENT_CANCELLED -> EVENT_CANCELLED;
            case EVENT_OVER -> EVENT_OVER;
            case EVENT_HAS_HISTORY -> EVENT_HAS_HISTORY;
            case ALREADY_REGISTERED -> ALREADY_REGISTERED;
            case CAPACITY_BELOW_REGISTRATIONS -> CAPACITY_BELOW_REGISTRATIONS;
            case INVALID_DETAILS -> INVALID_REQUEST;
            case NO_SEAT_YET -> NO_SEAT_YET;
            case CAPACITY_AT_MAXIMUM -> CAPACITY_AT_MAXIMUM;
            case IDEMPOTENCY_KEY_REUSED -> IDEMPOTENCY_KEY_REUSED;
            case PRECONDITION_FAILED -> PRECONDITION_FAILED;
            case BUSY -> BUSY;
        };
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    public String detail() {
        return detail;
    }

    public String code() {
        return code;
    }

    /** Returns the stable URI: the path of the page that describes the problem, with the code as its last segment. */
    public String uri() {
        return uri;
    }
}
