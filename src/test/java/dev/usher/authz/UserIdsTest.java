package dev.usher.authz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.contract.ContractCheck;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserIdsTest {

    @Test
    void idPatternIsTheContracts() {
        var pattern = new ContractCheck().document().at("/components/schemas/Id/pattern");
        assertThat("^" + UserIds.ID.pattern() + "$").isEqualTo(pattern.asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ada", "9b2f6c1e-5d4e-4f0a-8f43-0c5f6a7b8c9d", "A.b_c~d-e", "u-1"})
    void validSubjectIsTheId(String subject) {
        assertThat(UserIds.of(subject)).isEqualTo(subject);
    }

    /** Expected values: {@code printf %s SUBJECT | sha256sum | cut -c1-40 | xxd -r -p | basenc --base32hex}. */
    @ParameterizedTest
    @CsvSource({
        "auth0|5f7c8ec7c33c6c004bbafe82, u-86l4gu47sf25o6di8i5iu0r5abo0mb3o",
        "ada@example.com, u-mnu8bpanansu1k1gk45b8gkrdckk91av",
        "f:0d1c7b1e-3c5b-4f0b-9d0a-6f2c6a3f1b2d:ada, u-04ve8ef66ldoq0fm4hinufceo8e9uic8",
    })
    void otherSubjectHasAStableDerivedId(String subject, String id) {
        assertThat(UserIds.of(subject)).isEqualTo(id);
    }

    @Test
    void noTwoSubjectsHaveTheSameId() {
        var derived = UserIds.of("auth0|ada");
        var subjects = List.of(
                "auth0|ada", derived, UserIds.of(derived), "a".repeat(65), "a".repeat(255), "-ada", "ada ", "\u00E9");
        assertThat(new HashSet<>(subjects.stream().map(UserIds::of).toList()))
                .hasSameSizeAs(subjects)
                .allMatch(id -> UserIds.ID.matcher(id).matches());
    }
}
