package dev.usher.http.response;

/** Advice to clients for each problem type. Stateless. */
public final class ProblemAdvice {
    private ProblemAdvice() {}

    public static String of(ProblemType type) {
        return switch (type) {
            case INVALID_REQUEST ->
                "Correct the parts of the request that \"errors\" lists. The unchanged request is rejected again.";
            case UNAUTHENTICATED ->
                "Send an access token of this server's issuer, for this server and not expired, as"
                        + " \"Authorization: Bearer\". ID tokens are rejected.";
            case FORBIDDEN ->
                "Read in \"detail\" what is missing; WWW-Authenticate states a scope to request from the issuer."
                        + " GET /me returns the caller's user id and scopes.";
            case PATH_NOT_FOUND -> "Compare the path with the contract, which this server serves as /openapi.yaml.";
            case EVENT_NOT_FOUND ->
                "Check the event id. Its owner may have deleted the event, before any user had registered.";
            case CALENDAR_ENTRY_NOT_FOUND ->
                "Read the event as JSON, with \"Accept: application/json\", or try again when it has a start.";
            case USER_NOT_FOUND ->
                "Create the user with POST /users. With a token, a register without a userId creates the caller's own"
                        + " user. The id of an erased user is never used again.";
            case REGISTRATION_NOT_FOUND ->
                "After an unregister, no action is needed: the user is neither registered nor on the waitlist.";
            case METHOD_NOT_ALLOWED -> "Use one of the methods that the Allow header lists.";
            case REQUEST_TIMEOUT -> "Send the whole body sooner. The connection is closed; open a new one.";
            case USER_EXISTS, EVENT_EXISTS ->
                "Choose another id, or omit it to use the default. To repeat a request whose response was lost, send"
                        + " the same Idempotency-Key each time.";
            case EVENT_FULL -> "Try again later: a seat may become free. The event has no waitlist.";
            case WAITLIST_FULL -> "Try again later: the waitlist may become shorter.";
            case REGISTRATION_NOT_OPEN ->
                "Register at or after the time in \"opensAt\", which is Retry-After seconds away.";
            case REGISTRATION_CLOSED ->
                "Do not retry, unless the organizer changes registrationClosesAt of the event, or without one startsAt.";
            case EVENT_CANCELLED -> "Do not retry, unless the organizer reinstates the event.";
            case EVENT_OVER -> "Leave the event cancelled, or send a later startsAt with the status.";
            case EVENT_HAS_HISTORY -> "Cancel the event instead: DELETE without \"purge\".";
            case ALREADY_REGISTERED ->
                "No action is needed: \"registration\" is the existing one. To unregister, use DELETE on"
                        + " /events/{eventId}/register/{userId}.";
            case CAPACITY_BELOW_REGISTRATIONS ->
                "Choose a capacity of at least currentRegistrations, or wait until enough users have unregistered.";
            case NO_SEAT_YET ->
                "Wait for the promotion: the registration then has a confirmBy, if it must be confirmed.";
            case CAPACITY_AT_MAXIMUM -> "Unregister another user first, or register the guest as any other user.";
            case CHANGES_GONE ->
                "Use \"event\" as returned, and continue with its version in \"after\" or Last-Event-ID. Earlier"
                        + " changes may no longer be available.";
            case PRECONDITION_FAILED ->
                "Read the event again, decide whether the change is still correct, and send it with the new ETag in"
                        + " If-Match.";
            case BODY_TOO_LARGE -> "Send a smaller body. The limit is the same for all operations.";
            case URI_TOO_LONG -> "Send a shorter path and query.";
            case UNSUPPORTED_MEDIA_TYPE ->
                "Send the body as JSON in UTF-8, without Content-Encoding, under one of the media types that Accept or"
                        + " Accept-Patch lists.";
            case IDEMPOTENCY_KEY_REUSED ->
                "Send a new key with a new request, and the same body when you repeat a request.";
            case TOO_MANY_REQUESTS -> "Wait for Retry-After seconds. RateLimit states how many requests are left.";
            case HEADERS_TOO_LARGE -> "Send fewer or shorter headers.";
            case INTERNAL_ERROR ->
                "Report it to the operator of this server with the X-Request-Id of the response. The request may have"
                        + " taken effect.";
            case BUSY ->
                "Send the request again after Retry-After seconds, a create, a register or an invitation with the same"
                        + " Idempotency-Key. The request may have taken effect.";
        };
    }
}
