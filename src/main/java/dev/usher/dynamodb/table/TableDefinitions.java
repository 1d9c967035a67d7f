package dev.usher.dynamodb.table;

import dev.usher.dynamodb.item.AttributeNames;
import dev.usher.dynamodb.item.TableNames;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** Definitions of the tables and their indexes. All are billed on demand. */
public final class TableDefinitions {
    private TableDefinitions() {}

    public static List<CreateTableRequest> of(TableNames tables) {
        var deliveries = tables.deliveries().stream()
                .map(name -> table(name, text(AttributeNames.EVENT_ID), text(AttributeNames.SINK))
                        .build());
        return Stream.concat(withoutWebhook(tables), deliveries).toList();
    }

    /** The index of untold events is always created, because {@link TableCreator} adds no index to a table. */
    private static Stream<CreateTableRequest> withoutWebhook(TableNames tables) {
        return Stream.of(
                table(tables.users(), text(AttributeNames.USER_ID)).build(),
                table(
                                tables.events(),
                                text(AttributeNames.EVENT_ID),
                                text(AttributeNames.OWED),
                                number(AttributeNames.UNTOLD),
                                text(AttributeNames.START_MONTH),
                                text(AttributeNames.OWNER),
                                text(AttributeNames.STARTS_AT))
                        .keySchema(keys(AttributeNames.EVENT_ID))
                        .globalSecondaryIndexes(
                                index(TableNames.SEATS_OWED, ProjectionType.KEYS_ONLY, AttributeNames.OWED),
                                index(
                                        TableNames.UNTOLD,
                                        ProjectionType.KEYS_ONLY,
                                        AttributeNames.EVENT_ID,
                                        AttributeNames.UNTOLD),
                                index(
                                        TableNames.EVENTS_BY_START,
                                        ProjectionType.KEYS_ONLY,
                                        AttributeNames.START_MONTH,
                                        AttributeNames.STARTS_AT),
                                index(
                                        TableNames.EVENTS_BY_OWNER,
                                        ProjectionType.KEYS_ONLY,
                                        AttributeNames.OWNER,
                                        AttributeNames.STARTS_AT))
                        .build(),
                table(
                                tables.registrations(),
                                text(AttributeNames.EVENT_ID),
                                text(AttributeNames.USER_ID),
                                text(AttributeNames.UNCONFIRMED),
                                text(AttributeNames.CONFIRM_BY))
                        .keySchema(keys(AttributeNames.EVENT_ID, AttributeNames.USER_ID))
                        .globalSecondaryIndexes(
                                index(
                                        TableNames.USER_REGISTRATIONS,
                                        ProjectionType.ALL,
                                        AttributeNames.USER_ID,
                                        AttributeNames.EVENT_ID),
                                index(
                                        TableNames.UNCONFIRMED,
                                        ProjectionType.KEYS_ONLY,
                                        AttributeNames.UNCONFIRMED,
                                        AttributeNames.CONFIRM_BY))
                        .build(),
                table(tables.waitlist(), text(AttributeNames.EVENT_ID), number(AttributeNames.TICKET))
                        .build(),
                table(tables.changes(), text(AttributeNames.EVENT_ID), number(AttributeNames.VERSION))
                        .build());
    }

    /** The attributes are the key, in this order, unless the key is set afterwards. */
    private static CreateTableRequest.Builder table(String name, AttributeDefinition... attributes) {
        var names =
                Stream.of(attributes).map(AttributeDefinition::attributeName).toArray(String[]::new);
        return CreateTableRequest.builder()
                .tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(attributes)
                .keySchema(keys(names));
    }

    private static GlobalSecondaryIndex index(String name, ProjectionType projected, String... keys) {
        return GlobalSecondaryIndex.builder()
                .indexName(name)
                .keySchema(keys(keys))
                .projection(projection -> projection.projectionType(projected))
                .build();
    }

    private static List<KeySchemaElement> keys(String... attributes) {
        return Stream.of(attributes)
                .map(attribute -> KeySchemaElement.builder()
                        .attributeName(attribute)
                        .keyType(attribute.equals(attributes[0]) ? KeyType.HASH : KeyType.RANGE)
                        .build())
                .toList();
    }

    private static AttributeDefinition text(String name) {
        return attribute(name, ScalarAttributeType.S);
    }

    private static AttributeDefinition number(String name) {
        return attribute(name, ScalarAttributeType.N);
    }

    private static AttributeDefinition attribute(String name, ScalarAttributeType type) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(type)
                .build();
    }
}
