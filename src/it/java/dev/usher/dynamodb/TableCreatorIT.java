package dev.usher.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.bus.UnavailableException;
import dev.usher.storeproxy.Fault;
import dev.usher.storeproxy.Faults;
import dev.usher.storeproxy.Manners;
import dev.usher.storeproxy.StoreProxy;
import io.vertx.core.Future;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

class TableCreatorIT extends AgainstDynamoDb {

    /** As a start does: again until it succeeds. */
    private static Future<Void> created(Dynamo dynamo, Tables tables) {
        return new TableCreator(dynamo, tables)
                .create()
                .recover(failure -> failure instanceof UnavailableException
                        ? dynamo.backoff(200).pause().compose(again -> created(dynamo, tables))
                        : Future.failedFuture(failure));
    }

    @Test
    void twoNodesMayCreateTheTablesAtTheSameTime() throws Exception {
        var both = Tables.withPrefix(TestDynamoDb.newPrefix());

        get(Future.all(created(dynamo, both), created(dynamo, both)));

        for (var name : both.all()) {
            var table = get(dynamo.call(client -> client.describeTable(describe -> describe.tableName(name))))
                    .table();
            assertThat(table.tableStatus()).isEqualTo(TableStatus.ACTIVE);
        }
    }

    @Test
    void aTableThatIsCreatedWithoutAnAnswerIsFoundLater() throws Exception {
        var manners = Manners.KIND.withFaults(Faults.always(Fault.LOST_REPLY, "CreateTable"));
        var proxy = get(StoreProxy.start(vertx, TestDynamoDb.endpoint(), 0, manners));
        var unlucky = get(Dynamo.open(vertx, proxy.endpoint(), 20_000));

        get(created(unlucky, Tables.withPrefix(TestDynamoDb.newPrefix())));

        assertThat(proxy.counts().faults(Fault.LOST_REPLY)).isPositive();
        get(unlucky.close());
        get(proxy.close());
    }

    @Test
    void tablesThatExistStayAsTheyAre() throws Exception {
        get(new DynamoUsers(dynamo, tables).create(Rows.user("kept")));

        get(new TableCreator(dynamo, tables).create());

        assertThat(get(new DynamoUsers(dynamo, tables).find(Set.of("kept")))).containsKey("kept");
    }

    @Test
    void rowsOfTheChangeLogExpire() throws Exception {
        get(new TableCreator(dynamo, tables).create());

        var expiry = get(dynamo.call(
                        client -> client.describeTimeToLive(describe -> describe.tableName(tables.changes()))))
                .timeToLiveDescription();
        assertThat(expiry.timeToLiveStatus()).isEqualTo(TimeToLiveStatus.ENABLED);
        assertThat(expiry.attributeName()).isEqualTo(Attributes.EXPIRES);
    }

    @Test
    void theCheckSucceedsWhenAllTablesAnswer() throws Exception {
        get(new TableCheck(dynamo, tables).check());
    }

    @Test
    void theCheckFailsWhenATableIsMissing() {
        var nowhere = Tables.withPrefix(TestDynamoDb.newPrefix());

        assertThatThrownBy(() -> get(new TableCheck(dynamo, nowhere).check()))
                .hasRootCauseMessage(nowhere.all().stream()
                        .map(table -> "table " + table)
                        .collect(Collectors.joining(", ", "missing: ", "")));
    }
}
