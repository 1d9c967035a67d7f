package dev.usher.dynamodb.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.dynamodb.AgainstDynamoDb;
import dev.usher.dynamodb.DynamoDbUserStore;
import dev.usher.dynamodb.Rows;
import dev.usher.dynamodb.TestDynamoDb;
import dev.usher.dynamodb.client.DynamoDbGateway;
import dev.usher.dynamodb.item.AttributeNames;
import dev.usher.dynamodb.item.TableNames;
import dev.usher.service.UnavailableException;
import dev.usher.storeproxy.Fault;
import dev.usher.storeproxy.FaultProfile;
import dev.usher.storeproxy.Faults;
import dev.usher.storeproxy.StoreProxy;
import io.vertx.core.Future;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

class TableCreatorIT extends AgainstDynamoDb {

    /** As a start does: again until it succeeds. */
    private static Future<Void> created(DynamoDbGateway dynamo, TableNames tables) {
        return new TableCreator(dynamo, tables)
                .create()
                .recover(failure -> failure instanceof UnavailableException
                        ? dynamo.backoff(200).pause().compose(again -> created(dynamo, tables))
                        : Future.failedFuture(failure));
    }

    @Test
    void twoNodesMayCreateTheTablesAtTheSameTime() throws Exception {
        var both = TableNames.withPrefix(TestDynamoDb.newPrefix());

        get(Future.all(created(dynamo, both), created(dynamo, both)));

        for (var name : both.all()) {
            var table = get(dynamo.call(client -> client.describeTable(describe -> describe.tableName(name))))
                    .table();
            assertThat(table.tableStatus()).isEqualTo(TableStatus.ACTIVE);
        }
    }

    @Test
    void aTableThatIsCreatedWithoutAnAnswerIsFoundLater() throws Exception {
        var manners = FaultProfile.KIND.withFaults(Faults.always(Fault.LOST_REPLY, "CreateTable"));
        var proxy = get(StoreProxy.start(vertx, TestDynamoDb.endpoint(), 0, manners));
        var unlucky = get(DynamoDbGateway.open(vertx, proxy.endpoint(), 20_000));

        get(created(unlucky, TableNames.withPrefix(TestDynamoDb.newPrefix())));

        assertThat(proxy.counts().faults(Fault.LOST_REPLY)).isPositive();
        get(unlucky.close());
        get(proxy.close());
    }

    @Test
    void tablesThatExistStayAsTheyAre() throws Exception {
        get(new DynamoDbUserStore(dynamo, tables).create(Rows.user("kept")));

        get(new TableCreator(dynamo, tables).create());

        assertThat(get(new DynamoDbUserStore(dynamo, tables).find(Set.of("kept"))))
                .containsKey("kept");
    }

    @Test
    void rowsOfTheChangeLogExpire() throws Exception {
        get(new TableCreator(dynamo, tables).create());

        var expiry = get(dynamo.call(
                        client -> client.describeTimeToLive(describe -> describe.tableName(tables.changes()))))
                .timeToLiveDescription();
        assertThat(expiry.timeToLiveStatus()).isEqualTo(TimeToLiveStatus.ENABLED);
        assertThat(expiry.attributeName()).isEqualTo(AttributeNames.EXPIRES);
    }

    @Test
    void theCheckFailsWhenATableIsMissing() {
        var nowhere = TableNames.withPrefix(TestDynamoDb.newPrefix());

        assertThatThrownBy(() -> get(new TableProbe(dynamo, nowhere).check()))
                .hasRootCauseMessage(nowhere.all().stream()
                        .map(table -> "table " + table)
                        .collect(Collectors.joining(", ", "missing: ", "")));
    }
}
