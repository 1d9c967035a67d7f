package dev.usher.http.operation;

import dev.usher.bus.ServiceBus;
import dev.usher.http.access.ValidatedRequest;
import dev.usher.http.response.JsonResponse;
import dev.usher.http.response.ResourceJson;
import dev.usher.service.Outcome;
import dev.usher.service.RefusalReason;
import dev.usher.users.CreateUser;
import dev.usher.users.EraseUser;
import dev.usher.users.GetUser;
import dev.usher.users.UpdateUser;
import dev.usher.users.User;
import io.vertx.core.Future;

/** Answers the requests about users. Belongs to one event loop. */
final class UserEndpoints {
    private final ServiceBus bus;

    UserEndpoints(ServiceBus bus) {
        this.bus = bus;
    }

    Future<JsonResponse> getMe(ValidatedRequest request) {
        var caller = request.caller();
        if (caller.userId().isEmpty()) {
            return Future.succeededFuture(JsonResponse.ok(ResourceJson.caller(caller, false)));
        }
        return bus.ask(new GetUser(caller.userId().get()), request.deadline())
                .map((Outcome<User> outcome) -> outcome.fold(
                        user -> JsonResponse.ok(ResourceJson.caller(caller, true)),
                        refused -> refused.reason() == RefusalReason.USER_NOT_FOUND
                                ? JsonResponse.ok(ResourceJson.caller(caller, false))
                                : JsonResponse.refused(refused)));
    }

    Future<JsonResponse> createUser(ValidatedRequest request) {
        var body = request.body();
        var create = new CreateUser(
                request.subjectUserId().orElseGet(() -> request.newId("userId")),
                body.getString("name"),
                request.key());
        return Endpoints.ask(
                bus,
                create,
                request.deadline(),
                made -> JsonResponse.created(
                        made.repeated(),
                        ResourceJson.user(made.row()),
                        "users/" + made.row().userId()));
    }

    Future<JsonResponse> getUser(ValidatedRequest request) {
        var find = new GetUser(request.text("userId"));
        return Endpoints.ask(bus, find, request.deadline(), user -> JsonResponse.ok(ResourceJson.user(user)));
    }

    Future<JsonResponse> updateUser(ValidatedRequest request) {
        var update = new UpdateUser(request.text("userId"), request.body().getString("name"));
        return Endpoints.ask(bus, update, request.deadline(), user -> JsonResponse.ok(ResourceJson.user(user)));
    }

    Future<JsonResponse> eraseUser(ValidatedRequest request) {
        var userId = request.text("userId");
        var erase = new EraseUser(userId, Endpoints.by(request, userId));
        return Endpoints.ask(
                bus,
                erase,
                request.deadline(),
                erasure -> JsonResponse.accepted(erasure.complete(), ResourceJson.erasure(erasure)));
    }
}
