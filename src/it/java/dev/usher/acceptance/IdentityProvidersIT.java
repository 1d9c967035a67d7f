package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.usher.authz.UserIds;
import dev.usher.dynamodb.TestDynamoDb;
import dev.usher.issuer.IssuerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Access tokens with the claims of well-known identity providers, under the default settings but for the audience. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class IdentityProvidersIT {
    private static final List<String> PERSON = List.of("openid", "profile");

    private static IssuerProcess issuer;
    private static LocalUsher usher;

    /** Providers, in the order of the table in docs/security.md. */
    enum Provider {
        KEYCLOAK(
                "JWT",
                "usher",
                "usher:events",
                "1d4c8f5e-5ad2-4a0f-9c3e-0a7d7b1c2e01",
                "Ada Lovelace",
                (claims, scopes) -> claims.audience(List.of("usher", "account"))
                        .claim("typ", "Bearer")
                        .claim("azp", "tickets")
                        .claim("acr", "1")
                        .claim("allowed-origins", List.of("https://tickets.example.com"))
                        .claim("realm_access", Map.of("roles", List.of("offline_access", "usher:admin")))
                        .claim("scope", String.join(" ", scopes))
                        .claim("name", "Ada Lovelace")
                        .claim("preferred_username", "ada")
                        .claim("email", "ada@example.com")),
        KEYCLOAK_FEDERATED(
                "JWT",
                "usher",
                "usher:events",
                "f:0d1c7b1e-3c5b-4f0b-9d0a-6f2c6a3f1b2d:ada",
                "ada",
                (claims, scopes) -> claims.audience("usher")
                        .claim("typ", "Bearer")
                        .claim("azp", "tickets")
                        .claim("scope", String.join(" ", scopes))
                        .claim("preferred_username", "ada")),
        AUTH0(
                "at+jwt",
                "https://usher.example.com/",
                "usher:events",
                "auth0|5f7c8ec7c33c6c004bbafe82",
                null,
                (claims, scopes) -> claims.audience(
                                List.of("https://usher.example.com/", "https://tenant.auth0.com/userinfo"))
                        .claim("azp", "my_client_id")
                        .claim("scope", String.join(" ", scopes))),
        OKTA(null, "api://default", "usher:events", "ada@example.com", null, (claims, scopes) -> claims.audience(
                        "api://default")
                .claim("ver", 1)
                .claim("cid", "0oa1nssyaTz2jgGbW5d7")
                .claim("uid", "00u1nssyaTz2jgGbW5d7")
                .claim("scp", scopes)),
        ENTRA(
                "JWT",
                "6e74172b-be56-4843-9ff4-e66a39bb12e3",
                "usher:events",
                "_AAAAAAAAAAAAIkzqFVrSaSaFHy782bbtaQ",
                "Ada",
                (claims, scopes) -> claims.audience("6e74172b-be56-4843-9ff4-e66a39bb12e3")
                        .claim("azp", "11112222-bbbb-3333-cccc-4444dddd5555")
                        .claim("azpacr", "0")
                        .claim("name", "Ada")
                        .claim("oid", "00000000-0000-0000-66f3-3332eca7ea81")
                        .claim("preferred_username", "ada@example.com")
                        .claim("scp", String.join(" ", scopes))
                        .claim("tid", "aaaabbbb-0000-cccc-1111-dddd2222eeee")
                        .claim("ver", "2.0")),
        COGNITO(
                null,
                "5nq6r8u3k1k2ho6u2f1q0example",
                "usher/events",
                "74388438-3071-70ff-37c7-3a4d1b9e2f10",
                "ada",
                (claims, scopes) -> claims.audience((String) null)
                        .claim("client_id", "5nq6r8u3k1k2ho6u2f1q0example")
                        .claim("cognito:groups", List.of("people"))
                        .claim("token_use", "access")
                        .claim("version", 2)
                        .claim("scope", String.join(" ", scopes))
                        .claim("username", "ada"));

        private final String type;
        private final String audience;
        private final String organizerScope;
        private final String subject;
        private final String name;
        private final BiFunction<JWTClaimsSet.Builder, List<String>, JWTClaimsSet.Builder> own;

        /**
         * @param type of the header, or null
         * @param name of the user that registering creates, or null where it is the user's id
         * @param own adds the claims of this provider for some scopes
         */
        Provider(
                String type,
                String audience,
                String organizerScope,
                String subject,
                String name,
                BiFunction<JWTClaimsSet.Builder, List<String>, JWTClaimsSet.Builder> own) {
            this.type = type;
            this.audience = audience;
            this.organizerScope = organizerScope;
            this.subject = subject;
            this.name = name;
            this.own = own;
        }

        String token(String subject, List<String> scopes) {
            var claims = issuer.signer().claims(subject).claim("jti", "AT.0mP4JKAZX1iACIT4vbEDF7LpvDVjxypPMf0D7uX39RE");
            return issuer.signer().sign(type, own.apply(claims, scopes).build());
        }

        /** The first word of its row in the table. */
        private String word() {
            return name().split("_")[0].toLowerCase(Locale.ROOT);
        }
    }

    @BeforeAll
    static void open() throws Exception {
        issuer = IssuerProcess.start();
        var settings = new HashMap<>(issuer.settings());
        settings.put(
                "USHER_OIDC_AUDIENCE",
                Arrays.stream(Provider.values())
                        .map(provider -> provider.audience)
                        .distinct()
                        .collect(Collectors.joining(",")));
        usher = LocalUsher.start(TestDynamoDb.endpoint(), TestDynamoDb.newPrefix(), settings);
    }

    @AfterAll
    static void close() {
        usher.close();
        issuer.close();
    }

    @ParameterizedTest
    @EnumSource
    void tokensWorkForTheWholeStory(Provider provider) throws Exception {
        var person = new ApiClient(usher.uri(), provider.token(provider.subject, PERSON));
        var organizerId = UserIds.of(provider.subject + "-2");
        var organizer = new ApiClient(
                usher.uri(), provider.token(provider.subject + "-2", List.of("openid", provider.organizerScope)));
        var userId = UserIds.of(provider.subject);
        var event = provider.name();

        assertThat(person.get("/me").body().toString())
                .isEqualTo("{\"userId\":\"" + userId + "\",\"userExists\":false,\"scopes\":[]}");
        assertThat(organizer.get("/me").body().toString())
                .isEqualTo("{\"userId\":\"" + organizerId + "\",\"userExists\":false,\"scopes\":[\"organizer\"]}");
        assertThat(person.event(event, 1, true).word()).isEqualTo("403 forbidden");
        assertThat(organizer.event(event, 1, true).text("owner")).isEqualTo(organizerId);

        assertThat(person.register(event, userId).word()).isEqualTo("404 user-not-found");
        assertThat(person.post("/events/nothing/register", "{}").word()).isEqualTo("404 event-not-found");
        assertThat(person.get("/users/" + userId).word()).isEqualTo("404 user-not-found");
        var first = ConcurrentRunner.act(
                10, 10, i -> person.post("/events/" + event + "/register", "{}", "Idempotency-Key", "first")
                        .word());
        assertThat(first).hasSize(10).containsOnly("registered");
        assertThat(person.get("/users/" + userId).text("name"))
                .isEqualTo(provider.name == null ? userId : provider.name);
        assertThat(person.get("/me").body().get("userExists").asBoolean()).isTrue();
        assertThat(organizer.post("/events/" + event + "/register", "{}").word())
                .isEqualTo("waitlisted");
        assertThat(person.register(event, organizerId).word()).isEqualTo("403 forbidden");
        Eventually.holds(() -> assertThat(person.get("/users/" + userId + "/events")
                        .body()
                        .at("/events/0/eventId")
                        .asText())
                .isEqualTo(event));

        assertThat(person.get("/events/" + event + "/registrations").word()).isEqualTo("403 forbidden");
        assertThat(organizer
                        .get("/events/" + event + "/registrations")
                        .body()
                        .at("/registrations/0/userId")
                        .asText())
                .isEqualTo(userId);
        assertThat(person.unregister(event, userId).status()).isEqualTo(200);
        assertThat(organizer
                        .get("/events/" + event + "/registrations/" + organizerId)
                        .word())
                .isEqualTo("registered");
        assertThat(organizer.patch(event, "{\"capacity\":2}").status()).isEqualTo(200);
        assertThat(organizer.cancel(event).text("status")).isEqualTo("cancelled");
    }

    @Test
    void eachHasARowInTheDocumentation() throws Exception {
        var documented = Files.readAllLines(Path.of("docs", "security.md")).stream()
                .dropWhile(line -> !line.startsWith("| issuer "))
                .takeWhile(line -> line.startsWith("|"))
                .skip(2)
                .map(line -> line.split(" ")[1].toLowerCase(Locale.ROOT))
                .toList();
        assertThat(documented)
                .isEqualTo(Arrays.stream(Provider.values())
                        .map(Provider::word)
                        .distinct()
                        .toList());
    }
}
