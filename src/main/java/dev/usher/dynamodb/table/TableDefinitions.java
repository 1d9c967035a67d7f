package dev.usher.dynamodb.table;

import static dev.usher.dynamodb.item.AttributeNames.*;

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
                .map(name -> table(name, text(EVENT_ID), text(SINK)).build());
        return Stream.concat(withoutWebhook(tables), deliveries).toList();
    }

    /** The index of untold events is always created, because {@link TableCreator} adds no index to a table. */
    private static Stream<CreateTableRequest> withoutWebhook(TableNames tables) {
        return Stream.of(
                table(tables.users(), text(USER_ID)).build(),
                table(
                                tables.events(),
                                text(EVENT_ID),
                                text(OWED),
                                number(UNTOLD),
                                text(START_MONTH),
                                text(OWNER),
                                text(STARTS_AT))
                        .keySchema(keys(EVENT_ID))
                        .globalSecondaryIndexes(
                                index(TableNames.SEATS_OWED, ProjectionType.KEYS_ONLY, OWED),
                                index(TableNames.UNTOLD, ProjectionType.KEYS_ONLY, EVENT_ID, UNTOLD),
                                index(TableNames.EVENTS_BY_START, ProjectionType.KEYS_ONLY, START_MONTH, STARTS_AT),
                                index(TableNames.EVENTS_BY_OWNER, ProjectionType.KEYS_ONLY, OWNER, STARTS_AT))
                        .build(),
                table(tables.registrations(), text(EVENT_ID), text(USER_ID), text(UNCONFIRMED), text(CONFIRM_BY))
                        .keySchema(keys(EVENT_ID, USER_ID))
                        .globalSecondaryIndexes(
                                index(TableNames.USER_REGISTRATIONS, ProjectionType.ALL, USER_ID, EVENT_ID),
                                index(TableNames.UNCONFIRMED, ProjectionType.KEYS_ONLY, UNCONFIRMED, CONFIRM_BY))
                        .build(),
                table(tables.waitlist(), text(EVENT_ID), number(TICKET)).build(),
                table(tables.changes(), text(EVENT_ID), number(VERSION)).build());
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
