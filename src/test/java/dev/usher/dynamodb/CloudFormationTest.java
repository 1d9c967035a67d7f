package dev.usher.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import dev.usher.acceptance.Eventually;
import dev.usher.dynamodb.item.AttributeNames;
import dev.usher.dynamodb.item.TableNames;
import dev.usher.dynamodb.table.TableCreator;
import dev.usher.dynamodb.table.TableDefinitions;
import dev.usher.dynamodb.table.TableProbe;
import dev.usher.dynamodb.write.ChangeItems;
import dev.usher.events.Event;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** The template's tables match those that the server creates, and its permissions the calls that the server makes. */
class CloudFormationTest {
    private static final Path TEMPLATE = Path.of("deploy", "aws", "tables.yaml");
    private static final Path QUEUE = Path.of("deploy", "aws", "changes-queue.yaml");
    /** Path to an attribute of a row in a record of a DynamoDB stream. */
    private static final Pattern PATH = Pattern.compile("\\$\\.dynamodb\\.(?:Keys|NewImage)\\.(\\w+)\\.(\\w+)");
    /** What the actions of a transaction are allowed by. */
    private static final Map<String, String> TRANSACTED = Map.of(
            "put",
            "PutItem",
            "update",
            "UpdateItem",
            "delete",
            "DeleteItem",
            "conditionCheck",
            "ConditionCheckItem",
            "get",
            "GetItem");

    private static Map<String, Map<String, Object>> resources;

    @BeforeAll
    static void read() throws Exception {
        Map<String, Map<String, Map<String, Object>>> template = new Yaml().load(Files.readString(TEMPLATE));
        resources = template.get("Resources");
    }

    @SuppressWarnings("unchecked")
    private static <T> T in(Map<String, ?> object, String member) {
        return (T) object.get(member);
    }

    @Test
    void theTablesAreThoseOfTheServer() {
        var expected = TableDefinitions.of(TableNames.withPrefix("", true)).stream()
                .collect(Collectors.toMap(CreateTableRequest::tableName, CloudFormationTest::shape));
        var found = resources.entrySet().stream()
                .filter(resource -> resource.getValue().get("Type").equals("AWS::DynamoDB::Table"))
                .collect(Collectors.toMap(Map.Entry::getKey, table -> shape(table.getValue())));
        assertThat(found).isEqualTo(expected);
        resources.forEach((name, resource) -> {
            if (expected.containsKey(name)) {
                Map<String, Object> properties = in(resource, "Properties");
                assertThat(properties.get("TableName")).isEqualTo(Map.of("Fn::Sub", "${Prefix}" + name));
            }
        });
    }

    @Test
    void tablesAreNotDeletedByMistakeAndServeACrowdAtOnce() {
        var warm = Map.of(
                "ReadUnitsPerSecond", Map.of("Ref", "WarmReads"), "WriteUnitsPerSecond", Map.of("Ref", "WarmWrites"));
        resources.forEach((name, resource) -> {
            if (resource.get("Type").equals("AWS::DynamoDB::Table")) {
                Map<String, Object> properties = in(resource, "Properties");
                assertThat(resource).containsEntry("DeletionPolicy", "Retain");
                assertThat(properties).containsEntry("DeletionProtectionEnabled", true);
                assertThat(properties.get("WarmThroughput")).as(name).isEqualTo(name.equals("Users") ? null : warm);
            }
        });
    }

    @Test
    void rowsOfTheChangeLogExpire() {
        Map<String, Object> properties = in(resources.get("Changes"), "Properties");
        assertThat(properties.get("TimeToLiveSpecification"))
                .isEqualTo(Map.of("AttributeName", AttributeNames.EXPIRES, "Enabled", true));
    }

    @Test
    void onlyTheChangeLogHasAStreamAndOnlyOnRequest() {
        var onRequest = Map.of(
                "Fn::If",
                List.of("HasChangesStream", Map.of("StreamViewType", "NEW_IMAGE"), Map.of("Ref", "AWS::NoValue")));
        resources.forEach((name, resource) -> {
            Map<String, Object> properties = in(resource, "Properties");
            assertThat(properties.get("StreamSpecification"))
                    .as(name)
                    .isEqualTo(name.equals("Changes") ? onRequest : null);
        });
    }

    @Test
    void theQueueNamesAttributesOfTheChangeLogAndNoUsers() throws Exception {
        var row = new ChangeItems(0).creation(Rows.event("e", 2, new Event.Counts(0, 0, 0, 0, 1)), "token");
        var named = PATH.matcher(Files.readString(QUEUE))
                .results()
                .collect(Collectors.toMap(
                        path -> path.group(1),
                        path -> AttributeValue.Type.valueOf(path.group(2)),
                        (one, other) -> one));
        assertThat(named).containsOnlyKeys("eventId", "version", "at", "currentRegistrations", "waitlistCount");
        named.forEach((attribute, type) ->
                assertThat(row.get(attribute).type()).as(attribute).isEqualTo(type));
    }

    private static List<Object> shape(CreateTableRequest table) {
        return List.of(
                table.billingModeAsString(),
                table.attributeDefinitions().stream()
                        .collect(Collectors.toMap(
                                AttributeDefinition::attributeName, AttributeDefinition::attributeTypeAsString)),
                keys(table.keySchema()),
                table.globalSecondaryIndexes().stream()
                        .collect(Collectors.toMap(
                                GlobalSecondaryIndex::indexName,
                                index -> keys(index.keySchema()) + " "
                                        + index.projection().projectionTypeAsString())));
    }

    private static String keys(List<KeySchemaElement> keys) {
        return keys.stream()
                .map(key -> key.attributeName() + " " + key.keyTypeAsString())
                .toList()
                .toString();
    }

    private static List<Object> shape(Map<String, Object> resource) {
        Map<String, Object> table = in(resource, "Properties");
        List<Map<String, String>> attributes = in(table, "AttributeDefinitions");
        List<Map<String, Object>> indexes = table.containsKey("GlobalSecondaryIndexes")
                ? in(table, "GlobalSecondaryIndexes")
                : List.<Map<String, Object>>of();
        return List.of(
                table.get("BillingMode"),
                attributes.stream().collect(Collectors.toMap(a -> a.get("AttributeName"), a -> a.get("AttributeType"))),
                yamlKeys(in(table, "KeySchema")),
                indexes.stream()
                        .collect(Collectors.toMap(
                                index -> index.get("IndexName"),
                                index -> yamlKeys(in(index, "KeySchema")) + " "
                                        + CloudFormationTest.<Map<String, String>>in(index, "Projection")
                                                .get("ProjectionType"))));
    }

    private static String yamlKeys(List<Map<String, String>> keys) {
        return keys.stream()
                .map(key -> key.get("AttributeName") + " " + key.get("KeyType"))
                .toList()
                .toString();
    }

    /** Creating tables needs more, and is for who tries Usher out. */
    @Test
    void thePolicyAllowsWhatTheCodeCallsAndNothingElse() {
        assertThat(allowed().values().stream().flatMap(Collection::stream).collect(Collectors.toSet()))
                .isEqualTo(called());
    }

    @Test
    void thePolicyNamesEveryTableAndIndexByItself() {
        assertThat(allowed().keySet())
                .containsExactlyInAnyOrder(
                        "{Fn::GetAtt=[Users, Arn]}",
                        "{Fn::GetAtt=[Events, Arn]}",
                        "{Fn::GetAtt=[Registrations, Arn]}",
                        "{Fn::GetAtt=[Waitlist, Arn]}",
                        "{Fn::GetAtt=[Changes, Arn]}",
                        "{Fn::GetAtt=[Deliveries, Arn]}",
                        "{Fn::Sub=${Events.Arn}/index/" + TableNames.SEATS_OWED + "}",
                        "{Fn::Sub=${Events.Arn}/index/" + TableNames.UNTOLD + "}",
                        "{Fn::Sub=${Events.Arn}/index/" + TableNames.EVENTS_BY_START + "}",
                        "{Fn::Sub=${Events.Arn}/index/" + TableNames.EVENTS_BY_OWNER + "}",
                        "{Fn::Sub=${Registrations.Arn}/index/" + TableNames.USER_REGISTRATIONS + "}",
                        "{Fn::Sub=${Registrations.Arn}/index/" + TableNames.UNCONFIRMED + "}");
    }

    /** Without a right, the start says so; so none may be left out there. */
    @Test
    void theStartProvesEveryRightOfThePolicy() throws Exception {
        var vertx = Vertx.vertx();
        var client = new RightsClient();
        var dynamo = client.gateway(vertx);
        var tables = TableNames.withPrefix("", true);
        Eventually.get(Future.all(
                        new TableProbe(dynamo, tables).check(),
                        new TableProbe(dynamo, tables).regions(),
                        new AccessCheck(dynamo, tables).check())
                .eventually(vertx::close));

        var allowed = allowed().entrySet().stream()
                .collect(Collectors.toMap(entry -> resource(entry.getKey()), entry -> Set.copyOf(entry.getValue())));
        assertThat(client.rights).isEqualTo(allowed);
    }

    /** Such as {@code Events} or {@code Events/index/SeatsOwed}. */
    private static String resource(String reference) {
        return reference.replaceAll(
                "\\{Fn::GetAtt=\\[(\\w+), Arn]}|\\{Fn::Sub=\\$\\{(\\w+)\\.Arn}(/index/\\w+)}", "$1$2$3");
    }

    /** Actions by what they are allowed on. */
    private static Map<String, List<String>> allowed() {
        Map<String, Object> properties = in(resources.get("ServerPolicy"), "Properties");
        Map<String, List<Map<String, Object>>> document = in(properties, "PolicyDocument");
        return document.get("Statement").stream()
                .collect(Collectors.toMap(
                        statement -> statement.get("Resource").toString(),
                        statement -> CloudFormationTest.<List<String>>in(statement, "Action").stream()
                                .map(action -> action.replace("dynamodb:", ""))
                                .toList()));
    }

    private static Set<String> called() {
        var classes = new ClassFileImporter()
                .withImportOption(new DoNotIncludeTests())
                .importPackages("dev.usher.dynamodb");
        return classes.stream()
                .filter(type -> !type.getName().startsWith(TableCreator.class.getName()))
                .flatMap(type -> type.getMethodCallsFromSelf().stream())
                .flatMap(CloudFormationTest::actions)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> actions(JavaMethodCall call) {
        var name = call.getTarget().getName();
        if (call.getTargetOwner().isAssignableTo(TransactWriteItem.Builder.class)
                || call.getTargetOwner().isAssignableTo(TransactGetItem.Builder.class)) {
            return Stream.ofNullable(TRANSACTED.get(name));
        }
        boolean calls = call.getTargetOwner().isAssignableTo(DynamoDbAsyncClient.class)
                && !Set.of("builder", "close", "transactWriteItems", "transactGetItems")
                        .contains(name);
        return calls ? Stream.of(Character.toUpperCase(name.charAt(0)) + name.substring(1)) : Stream.empty();
    }
}
