package dev.usher.contract;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Operation of the contract, by its operationId. The start fails unless the contract declares exactly these. */
public enum Operation {
    GET_ME("getMe"),
    CREATE_USER("createUser"),
    GET_USER("getUser"),
    UPDATE_USER("updateUser"),
    ERASE_USER("eraseUser"),
    LIST_USER_EVENTS("listUserEvents"),
    CREATE_EVENT("createEvent"),
    GET_EVENT("getEvent"),
    LIST_EVENTS("listEvents"),
    UPDATE_EVENT("updateEvent"),
    CANCEL_EVENT("cancelEvent"),
    WATCH_EVENT("watchEvent"),
    LIST_REGISTRATIONS("listRegistrations"),
    GET_REGISTRATION("getRegistration"),
    REGISTER_USERS("registerUsers"),
    REGISTER("register"),
    UNREGISTER("unregister"),
    INVITE_GUEST("inviteGuest"),
    CONFIRM_SEAT("confirmSeat");

    private static final String HEAD = "head ";

    private static final Map<String, Operation> BY_ID =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Operation::id, Function.identity()));

    private final String id;

    Operation(String id) {
        this.id = id;
    }

    /** Returns the operationId. */
    public String id() {
        return id;
    }

    /** Returns the operation of a route's id, or null if there is none. */
    public static Operation of(String id) {
        return BY_ID.get(id.startsWith(HEAD) ? id.substring(HEAD.length()) : id);
    }

    /** Returns the id of the route that serves HEAD for a GET operation. */
    public static String headId(String id) {
        return HEAD + id;
    }

    static Set<String> ids() {
        return new TreeSet<>(BY_ID.keySet());
    }
}
