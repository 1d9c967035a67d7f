package dev.usher.dynamodb;

import dev.usher.users.User;
import dev.usher.users.UserStore;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The table of users. Stateless: any context may call it. */
public final class DynamoUsers implements UserStore {
    private final Tables tables;
    private final Creations creations;
    private final KeyedReads reads;

    public DynamoUsers(Dynamo dynamo, Tables tables) {
        this.tables = tables;
        this.creations = new Creations(dynamo);
        this.reads = new KeyedReads(dynamo, tables.users());
    }

    @Override
    public Future<User> create(User user) {
        return creations.create(tables.users(), user, Items.item(user), Conditions.userIsNew(), Items::user);
    }

    @Override
    public Future<Map<String, User>> find(Set<String> userIds) {
        return reads.rows(userIds.stream().map(Items::userKey).toList())
                .map(rows ->
                        rows.stream().map(Items::user).collect(Collectors.toMap(User::userId, Function.identity())));
    }
}
