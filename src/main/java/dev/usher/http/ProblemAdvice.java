package dev.usher.http;

/** Advice to clients for each problem type. Stateless. */
final class ProblemAdvice {
    private ProblemAdvice() {}

    static String of(ProblemType type) {
        return switch (type) {
            case INVALID_REQUEST -> "Correct the places that \"errors\" lists. The same request is rejected again.";
            case UNAUTHENTICATED ->
                "Send an access token of this server's issuer, made for this server and not expired, as"
                        + " \"Authorization: Bearer\". ID tokens are rejected.";
            case FORBIDDEN ->
                "Read in \"detail\" what is missing; WWW-Authenticate names a scope to ask the issuer for. GET /me"
                        + " returns the caller's user id and scopes.";
            case PATH_NOT_FOUND -> "Compare the path with the contract, which this server has as /openapi.yaml.";
            case EVENT_NOT_FOUND -> "Check the event id. Events are never deleted.";
            case USER_NOT_FOUND ->
                "Create the user with POST /users. With a token, a register without a userId creates the caller's own"
                        + " user.";
            case REGISTRATION_NOT_FOUND ->
                "Nothing is left to do after an unregister: the user is neither registered nor in the waitlist.";
            case METHOD_NOT_ALLOWED -> "Use one of the methods that the header Allow lists.";
            case REQUEST_TIMEOUT -> "Send the whole body sooner. The connection is closed; open another one.";
            case USER_EXISTS, EVENT_EXISTS ->
                "Choose another id, or leave it out so that the server makes one. To repeat a request whose answer was"
                        + " lost, send the same Idempotency-Key each time.";
            case EVENT_FULL -> "Try again later: a seat may become free. The event has no waitlist.";
            case WAITLIST_FULL -> "Try again later: a place in the waitlist may become free.";
            case REGISTRATION_NOT_OPEN ->
                "Register from the moment in \"opensAt\" on, which is Retry-After seconds away.";
            case REGISTRATION_CLOSED -> "Nothing, unless the organizer changes registrationClosesAt of the event.";
            case EVENT_CANCELLED -> "Nothing: a cancelled event stays cancelled.";
            case ALREADY_REGISTERED ->
                "Nothing is left to do: \"registration\" is the one that exists. To leave, use DELETE on"
                        + " /events/{eventId}/register/{userId}.";
            case CAPACITY_BELOW_REGISTRATIONS ->
                "Choose a capacity of at least currentRegistrations, or wait until enough people have left.";
            case CHANGES_GONE ->
                "Take \"event\" as it is, and read on with its version in \"after\" or Last-Event-ID. What happened"
                        + " before is no longer kept.";
            case PRECONDITION_FAILED ->
                "Read the event again, decide whether the change is still right, and send it with the new ETag in"
                        + " If-Match.";
            case BODY_TOO_LARGE -> "Send a smaller body. The limit is the same for all operations.";
            case URI_TOO_LONG -> "Send a shorter path and query.";
            case UNSUPPORTED_MEDIA_TYPE ->
                "Send the body as JSON in UTF-8, without Content-Encoding, under one of the media types that Accept or"
                        + " Accept-Patch lists.";
            case IDEMPOTENCY_KEY_REUSED ->
                "Send a new key with a new request, and the same body when a request is repeated.";
            case TOO_MANY_REQUESTS -> "Wait for as many seconds as Retry-After says. RateLimit says what is left.";
            case HEADERS_TOO_LARGE -> "Send fewer or shorter headers.";
            case INTERNAL_ERROR ->
                "Report it to the operator of this server with the X-Request-Id of the response. The request may have"
                        + " taken effect.";
            case BUSY ->
                "Send the request again after as many seconds as Retry-After says, a create with the same"
                        + " Idempotency-Key. The request may have taken effect.";
        };
    }
}
