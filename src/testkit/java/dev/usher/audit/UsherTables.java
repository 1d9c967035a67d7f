package dev.usher.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** Creates the tables without their indexes, for tests of tools other than the server. Blocks its thread. */
public final class UsherTables {
    private static final Set<String> NUMBERS = Set.of("ticket", "version");

    private UsherTables() {}

    public static void create(DynamoDbAsyncClient dynamo, String prefix) {
        create(dynamo, prefix + "Users", "userId");
        create(dynamo, prefix + "Events", "eventId");
        create(dynamo, prefix + "Registrations", "eventId", "userId");
        create(dynamo, prefix + "Waitlist", "eventId", "ticket");
        create(dynamo, prefix + "Changes", "eventId", "version");
    }

    private static void create(DynamoDbAsyncClient dynamo, String table, String... keys) {
        List<AttributeDefinition> attributes = new ArrayList<>();
        List<KeySchemaElement> schema = new ArrayList<>();
        for (String key : keys) {
            attributes.add(AttributeDefinition.builder()
                    .attributeName(key)
                    .attributeType(NUMBERS.contains(key) ? ScalarAttributeType.N : ScalarAttributeType.S)
                    .build());
            schema.add(KeySchemaElement.builder()
                    .attributeName(key)
                    .keyType(schema.isEmpty() ? KeyType.HASH : KeyType.RANGE)
                    .build());
        }
        dynamo.createTable(CreateTableRequest.builder()
                        .tableName(table)
                        .attributeDefinitions(attributes)
                        .keySchema(schema)
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .build())
                .join();
    }
}
