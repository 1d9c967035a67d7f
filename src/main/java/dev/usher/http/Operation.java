package dev.usher.http;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Every operation of the contract, by its operationId. Start fails unless the contract names exactly these. */
enum Operation {
    CREATE_USER("createUser"),
    GET_USER("getUser"),
    LIST_USER_EVENTS("listUserEvents"),
    CREATE_EVENT("createEvent"),
    GET_EVENT("getEvent"),
    LIST_EVENTS("listEvents"),
    UPDATE_EVENT("updateEvent"),
    CANCEL_EVENT("cancelEvent"),
    WATCH_EVENT("watchEvent"),
    LIST_REGISTRATIONS("listRegistrations"),
    GET_REGISTRATION("getRegistration"),
    REGISTER("register"),
    UNREGISTER("unregister");

    private final String id;

    Operation(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }

    static Set<String> ids() {
        return Arrays.stream(values()).map(Operation::id).collect(Collectors.toCollection(TreeSet::new));
    }
}
