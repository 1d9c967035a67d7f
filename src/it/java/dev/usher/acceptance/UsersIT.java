package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** {@code POST /users} and {@code GET /users/{userId}}. */
class UsersIT extends AgainstUsher {
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
