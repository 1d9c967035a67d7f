package dev.usher.dynamodb;

import static dev.usher.acceptance.Eventually.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.dynamodb.item.TableNames;
import dev.usher.dynamodb.table.TableProbe;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.MultiRegionConsistency;

class GlobalTableTest {
    private final Vertx vertx = Vertx.vertx();
    private final RightsClient store = new RightsClient();

    @AfterEach
    void close() throws Exception {
        get(vertx.close());
    }

    @Test
    void refusesAStronglyConsistentGlobalTable() {
        store.consistency = MultiRegionConsistency.STRONG;
        assertThatThrownBy(() -> check(store))
                .hasRootCauseInstanceOf(IllegalStateException.class)
                .rootCause()
                .hasMessageContaining("table=test-")
                .hasMessageContaining("strong consistency across Regions");
    }

    @Test
    void acceptsOtherTables() throws Exception {
        check(store);
        store.consistency = MultiRegionConsistency.EVENTUAL;
        check(store);
        assertThat(store.rights).hasSize(TableNames.withPrefix("").all().size());
    }

    @ParameterizedTest
    @CsvSource({"400, AccessDeniedException", "400, ThrottlingException", "500, InternalServerError"})
    void acceptsTablesThatCannotBeDescribed(int status, String code) throws Exception {
        check(new StubDynamoDb() {
            @Override
            public CompletableFuture<DescribeTableResponse> describeTable(DescribeTableRequest request) {
                return CompletableFuture.failedFuture(DynamoDbException.builder()
                        .statusCode(status)
                        .awsErrorDetails(
                                AwsErrorDetails.builder().errorCode(code).build())
                        .build());
            }
        });
    }

    private void check(StubDynamoDb client) throws Exception {
        get(new TableProbe(client.gateway(vertx), TableNames.withPrefix("test-")).regions());
    }
}
