package dev.usher.dynamodb;

import static dev.usher.dynamodb.item.AttributeNames.*;
import static dev.usher.dynamodb.item.AttributeValues.*;
import static dev.usher.dynamodb.item.DynamoDbExpression.*;

import dev.usher.dynamodb.client.DynamoDbGateway;
import dev.usher.dynamodb.item.ItemMapper;
import dev.usher.dynamodb.item.TableNames;
import dev.usher.dynamodb.item.TransactItems;
import dev.usher.dynamodb.item.UpdateExpression;
import dev.usher.dynamodb.read.BatchGetter;
import dev.usher.dynamodb.read.RowReader;
import dev.usher.dynamodb.write.IdempotentInserts;
import dev.usher.dynamodb.write.IdempotentTransaction;
import dev.usher.users.User;
import dev.usher.users.UserStore;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Creates, reads and renames users. Stateless: any context may call it. */
public final class DynamoDbUserStore implements UserStore {
    private final DynamoDbGateway dynamo;
    private final TableNames tables;
    private final BatchGetter reads;
    private final RowReader<User> rows;

    public DynamoDbUserStore(DynamoDbGateway dynamo, TableNames tables) {
        this.dynamo = dynamo;
        this.tables = tables;
        this.reads = new BatchGetter(dynamo, tables.users());
        this.rows = new RowReader<>(dynamo, tables.users(), USER_ID, ItemMapper::user);
    }

    @Override
    public Future<User> create(User user) {
        var item = ItemMapper.item(user);
        var transaction =
                new IdempotentTransaction(dynamo, List.of(TransactItems.put(tables.users(), item, absent(USER_ID))));
        return IdempotentInserts.create(user, item, transaction, DynamoDbUserStore::existing)
                .map(Optional::orElseThrow);
    }

    private static User existing(Map<String, AttributeValue> row) {
        return isErased(row) ? new User(text(row, USER_ID), null, time(row, ERASED_AT), null) : ItemMapper.user(row);
    }

    private static boolean isErased(Map<String, AttributeValue> row) {
        return row.containsKey(ERASED_AT);
    }

    @Override
    public Future<Map<String, Optional<User>>> find(Set<String> userIds) {
        return reads.rows(userIds.stream().map(ItemMapper::userKey).toList())
                .map(found ->
                        rows.byId(found.stream().filter(row -> !isErased(row)).toList()));
    }

    /** Uses a transaction, so that a retry after a lost reply does not overwrite a later name. */
    @Override
    public Future<Boolean> rename(String userId, String name) {
        var action = TransactItems.update(
                tables.users(),
                ItemMapper.userKey(userId),
                UpdateExpression.set(NAME, text(name)),
                is(USER_ID, text(userId)).and(absent(ERASED_AT)));
        return new IdempotentTransaction(dynamo, List.of(action))
                .settled()
                .map(IdempotentTransaction.Settled::isCommitted);
    }
}
