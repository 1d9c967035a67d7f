package dev.usher.authz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CallerTest {

    private static Caller caller(String subject, Scope... scopes) {
        return new Caller(Optional.of(subject), Set.of(scopes), Long.MAX_VALUE);
    }

    @Test
    void anEventOfNobodyIsTheAdmins() {
        assertThat(caller("olga", Scope.EVENTS).runs(null)).isFalse();
        assertThat(caller("olga", Scope.EVENTS).runs("oscar")).isFalse();
        assertThat(caller("olga").runs("olga")).isFalse();
        assertThat(caller("olga", Scope.EVENTS).runs("olga")).isTrue();
        assertThat(caller("root", Scope.ADMIN).runs(null)).isTrue();
        assertThat(Caller.ANYBODY.runs("olga")).isTrue();
    }

    @Test
    void whoIsNobodyInParticularIsNotTheOneWhomItIsAbout() {
        var rule = new AccessRule(Set.of(Grant.SELF));
        var anonymous = new Caller(Optional.empty(), Set.of(), Long.MAX_VALUE);
        assertThat(rule.of(anonymous, Optional::empty)).isEqualTo(AccessRule.Decision.REFUSED);
        assertThat(rule.of(anonymous, () -> Optional.of("ada"))).isEqualTo(AccessRule.Decision.REFUSED);
        assertThat(rule.of(caller("ada"), () -> Optional.of("ada"))).isEqualTo(AccessRule.Decision.GRANTED);
        assertThat(rule.of(Caller.ANYBODY, () -> Optional.of("ada"))).isEqualTo(AccessRule.Decision.GRANTED);
    }
}
