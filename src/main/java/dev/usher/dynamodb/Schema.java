package dev.usher.dynamodb;

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

/** How the tables and their indexes are made. All are billed on demand. */
final class Schema {
    private Schema() {}

    static List<CreateTableRequest> of(Tables tables) {
        return List.of(
                table(tables.users(), text(Attributes.USER_ID)).build(),
                table(tables.events(), text(Attributes.EVENT_ID), text(Attributes.OWED))
                        .keySchema(keys(Attributes.EVENT_ID))
                        .globalSecondaryIndexes(index(Tables.SEATS_OWED, ProjectionType.KEYS_ONLY, Attributes.OWED))
                        .build(),
                table(tables.registrations(), text(Attributes.EVENT_ID), text(Attributes.USER_ID))
                        .globalSecondaryIndexes(index(
                                Tables.USER_REGISTRATIONS, ProjectionType.ALL, Attributes.USER_ID, Attributes.EVENT_ID))
                        .build(),
                table(tables.waitlist(), text(Attributes.EVENT_ID), number(Attributes.TICKET))
                        .build(),
                table(tables.changes(), text(Attributes.EVENT_ID), number(Attributes.VERSION))
                        .build());
    }

    /** Keyed by the attributes in this order, unless set otherwise. */
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
