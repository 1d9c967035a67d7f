package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** {@code POST /users} and {@code GET /users/{userId}}. */
class UsersIT extends AgainstUsher {
    @Test
    void isCreatedAndFound() throws Exception {
        var created = api.post("/users", "{\"userId\":\"grace\",\"name\":\"Grace Hopper\"}");
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.location()).isEqualTo("users/grace");
        assertThat(created.text("userId")).isEqualTo("grace");
        assertThat(created.text("name")).isEqualTo("Grace Hopper");
        assertThat(Instant.parse(created.text("createdAt"))).isBefore(Instant.now());

        var found = api.get(created.location());
        assertThat(found.status()).isEqualTo(200);
        assertThat(found.body()).isEqualTo(created.body());
    }

    @Test
    void getsAnIdWhenNoneIsGiven() throws Exception {
        var one = api.post("/users", "{\"name\":\"Somebody\"}");
        var other = api.post("/users", "{\"name\":\"Somebody\"}");
        assertThat(one.status()).isEqualTo(201);
        assertThat(other.status()).isEqualTo(201);
        assertThat(one.text("userId")).isNotEmpty().isNotEqualTo(other.text("userId"));
        assertThat(one.location()).isEqualTo("users/" + one.text("userId"));
        assertThat(api.get(one.location()).body()).isEqualTo(one.body());
    }

    @Test
    void keepsItsIdAndItsName() throws Exception {
        api.post("/users", "{\"userId\":\"once\",\"name\":\"First\"}");
        var second = api.post("/users", "{\"userId\":\"once\",\"name\":\"Second\"}");
        assertThat(second.word()).isEqualTo("409 user-exists");
        assertThat(api.get("/users/once").text("name")).isEqualTo("First");
    }

    @Test
    void isTheSameUserUnderTheSameKey() throws Exception {
        var body = "{\"userId\":\"keyed\",\"name\":\"Keyed\"}";
        var created = api.post("/users", body, "Idempotency-Key", "k-1");
        var repeated = api.post("/users", body, "Idempotency-Key", "k-1");
        assertThat(created.status()).isEqualTo(201);
        assertThat(repeated.status()).isEqualTo(200);
        assertThat(repeated.body()).isEqualTo(created.body());
        assertThat(repeated.location()).isEqualTo(created.location());
        assertThat(api.post("/users", body, "Idempotency-Key", "k-2").word()).isEqualTo("409 user-exists");
        assertThat(api.post("/users", body).word()).isEqualTo("409 user-exists");
    }

    @Test
    void aKeyCountsForOneIdOnly() throws Exception {
        assertThat(api.post("/users", "{\"userId\":\"key-a\",\"name\":\"A\"}", "Idempotency-Key", "shared")
                        .status())
                .isEqualTo(201);
        assertThat(api.post("/users", "{\"userId\":\"key-b\",\"name\":\"B\"}", "Idempotency-Key", "shared")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void isNotFoundBeforeItIsCreated() throws Exception {
        assertThat(api.get("/users/later").word()).isEqualTo("404 user-not-found");
        api.user("later");
        assertThat(api.get("/users/later").status()).isEqualTo(200);
    }

    @Test
    void mayHaveAnyNameAndTheOddestIds() throws Exception {
        var name = "\uD83C\uDFAB".repeat(200);
        for (var id : new String[] {"1.5", "a~b-c_d.e", "0", "x".repeat(64), "null", "true"}) {
            var created = api.post("/users", "{\"userId\":\"" + id + "\",\"name\":\"" + name + "\"}");
            assertThat(created.status()).isEqualTo(201);
            assertThat(api.get(created.location()).text("name")).isEqualTo(name);
        }
    }
}
