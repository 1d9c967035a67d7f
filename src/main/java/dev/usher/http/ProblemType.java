package dev.usher.http;

import dev.usher.bus.Reason;
import java.util.Locale;

/** Types of problems, each with its status, code, title and detail. */
enum ProblemType {
    INVALID_REQUEST(400, "Invalid request", "The request is not as the contract says."),
    UNAUTHENTICATED(401, "Unauthenticated", "The request has no bearer token, or one that does not count here."),
    FORBIDDEN(403, "Forbidden", "The caller may not do this."),
    PATH_NOT_FOUND(404, "Path not found", "There is nothing under this path."),
    EVENT_NOT_FOUND(404, "Event not found", "There is no such event."),
    USER_NOT_FOUND(404, "User not found", "There is no such user."),
    REGISTRATION_NOT_FOUND(
            404, "Registration not found", "The user has neither a seat nor a place in line at this event."),
    METHOD_NOT_ALLOWED(405, "Method not allowed", "The path does not take this method; Allow names those it takes."),
    REQUEST_TIMEOUT(408, "Request timeout", "The body did not arrive in time."),
    USER_EXISTS(409, "User exists", "The user id is taken."),
    EVENT_EXISTS(409, "Event exists", "The event id is taken."),
    EVENT_FULL(409, "Event full", "Every seat is taken, and there is no line to join."),
    WAITLIST_FULL(409, "Waitlist full", "Every seat is taken, and so is every place in line."),
    REGISTRATION_NOT_OPEN(409, "Registration not open", "Registration is not open yet; it opens at opensAt."),
    REGISTRATION_CLOSED(409, "Registration closed", "Registration is no longer open."),
    EVENT_CANCELLED(409, "Event cancelled", "The event does not take place."),
    ALREADY_REGISTERED(409, "Already registered", "The user has a seat or a place in line at this event."),
    CAPACITY_BELOW_REGISTRATIONS(409, "Capacity below registrations", "More seats are taken than would be left."),
    CHANGES_GONE(
            410,
            "Changes gone",
            "The change log no longer has the next version. Take the event as it is, and continue after its version."),
    PRECONDITION_FAILED(
            412, "Precondition failed", "The event's details are not those that If-Match names; read the event again."),
    BODY_TOO_LARGE(413, "Body too large", "A body may have 32 KiB at most."),
    URI_TOO_LONG(414, "URI too long", "A request line may have 4 KiB at most."),
    UNSUPPORTED_MEDIA_TYPE(
            415,
            "Unsupported media type",
            "A body is JSON in UTF-8, not compressed; Accept or Accept-Patch names its media types."),
    IDEMPOTENCY_KEY_REUSED(
            422, "Idempotency key reused", "The Idempotency-Key was used for another body. Use a new key."),
    TOO_MANY_REQUESTS(429, "Too many requests", "This client sends more than it may. Try again after Retry-After."),
    HEADERS_TOO_LARGE(431, "Headers too large", "The headers may have 8 KiB at most."),
    INTERNAL_ERROR(500, "Internal error", "The server met an error that is not yours."),
    BUSY(503, "Busy", "Nothing was confirmed in time. Try again.");

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

    static ProblemType of(Reason reason) {
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
            case ALREADY_REGISTERED -> ALREADY_REGISTERED;
            case CAPACITY_BELOW_REGISTRATIONS -> CAPACITY_BELOW_REGISTRATIONS;
            case CLOSES_BEFORE_IT_OPENS -> INVALID_REQUEST;
            case IDEMPOTENCY_KEY_REUSED -> IDEMPOTENCY_KEY_REUSED;
            case PRECONDITION_FAILED -> PRECONDITION_FAILED;
            case BUSY -> BUSY;
        };
    }

    int status() {
        return status;
    }

    String title() {
        return title;
    }

    String detail() {
        return detail;
    }

    String code() {
        return code;
    }

    /** Returns the stable URI: the path of the page that describes the problem, with the code as its last segment. */
    String uri() {
        return uri;
    }
}
