package dev.usher.dynamodb;

import dev.usher.dev.EmbeddedDynamoDb;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * The DynamoDB that tests use, one for the JVM: the one at {@code USHER_TEST_DYNAMODB_ENDPOINT} if that is set, else
 * one in a container if a container engine answers, else one inside the test's JVM. Logs its choice once.
 *
 * <p>It is shared, so every test class uses its own table prefix.
 */
public final class TestDynamoDb {
    private static final Logger LOG = LoggerFactory.getLogger(TestDynamoDb.class);
    /** Both the key and the secret. A DynamoDB Local that is not shared separates data by credentials. */
    public static final String CREDENTIALS = "local";

    private static final int PORT = 8000;

    private TestDynamoDb() {}

    /** Its address; sets a region and credentials for it in the default chain of this JVM. */
    public static URI endpoint() {
        return Started.ENDPOINT;
    }

    public static String newPrefix() {
        return "test-" + UUID.randomUUID() + "-";
    }

    /** Sets a region and credentials for a DynamoDB Local where this JVM's default chain finds them. */
    public static void setCredentials() {
        System.setProperty("aws.region", "eu-central-1");
        System.setProperty("aws.accessKeyId", CREDENTIALS);
        System.setProperty("aws.secretAccessKey", CREDENTIALS);
    }

    private static URI start() {
        setCredentials();
        var given = System.getenv("USHER_TEST_DYNAMODB_ENDPOINT");
        if (given != null && !given.isBlank()) {
            LOG.info("tests use the DynamoDB at {}", given);
            return URI.create(given);
        }
        return inContainer().orElseGet(TestDynamoDb::inThisJvm);
    }

    /**
     * Left running for the other test classes; Testcontainers removes it when the JVM ends. Also empty when the engine
     * cannot run the image, as without a network.
     */
    @SuppressWarnings("resource")
    private static Optional<URI> inContainer() {
        try {
            if (!DockerClientFactory.instance().isDockerAvailable()) {
                return Optional.empty();
            }
            var container =
                    new GenericContainer<>(DockerImageName.parse("amazon/dynamodb-local")).withExposedPorts(PORT);
            container.start();
            var endpoint = URI.create("http://" + container.getHost() + ":" + container.getMappedPort(PORT));
            LOG.info("tests use DynamoDB Local in a container of Testcontainers at {}", endpoint);
            return Optional.of(endpoint);
        } catch (RuntimeException e) {
            LOG.info("the container engine cannot run DynamoDB Local: {}", e.toString());
            return Optional.empty();
        }
    }

    private static URI inThisJvm() {
        try {
            var endpoint = EmbeddedDynamoDb.inMemory().endpoint();
            LOG.info("tests use DynamoDB Local in their own JVM at {}", endpoint);
            return endpoint;
        } catch (Exception e) {
            throw new IllegalStateException("DynamoDB Local does not start", e);
        }
    }

    /** Starts it on first use. */
    private static final class Started {
        private static final URI ENDPOINT = start();
    }
}
