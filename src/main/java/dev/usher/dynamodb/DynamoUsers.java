package dev.usher.dynamodb;

import dev.usher.users.User;
import dev.usher.users.UserStore;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The table of users. Stateless: any context may call it. */
public final class DynamoUsers implements UserStore {
    private final Dynamo dynamo;
    private final Tables tables;
    private final Creations creations;
    private final KeyedReads reads;
    private final RowReader<User> rows;

    public DynamoUsers(Dynamo dynamo, Tables tables) {
        this.dynamo = dynamo;
        this.tables = tables;
        this.creations = new Creations(dynamo);
        this.reads = new KeyedReads(dynamo, tables.users());
        this.rows = new RowReader<>(dynamo, tables.users(), Attributes.USER_ID, Items::user);
    }

    @Override
    public Future<User> create(User user) {
        var item = Items.item(user);
        var transaction = new Transaction(
                dynamo, List.of(Actions.put(tables.users(), item, Expression.absent(Attributes.USER_ID))));
        return creations.create(user, item, transaction, Items::user);
    }

    @Override
    public Future<Map<String, Optional<User>>> find(Set<String> userIds) {
        return reads.rows(userIds.stream().map(Items::userKey).toList()).map(rows::byId);
    }
}
