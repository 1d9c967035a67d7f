package dev.usher.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class VertxInternalsTest {
    /** Before this number changes, read {@link VertxInternals} against the new version's sources. */
    private static final String WRITTEN_FOR = "5.0.12";

    @Test
    void vertxIsTheVersionThatTheClassWasWrittenFor() throws IOException {
        try (var version = getClass().getResourceAsStream("/META-INF/vertx/vertx-version.txt")) {
            assertThat(new String(version.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(WRITTEN_FOR);
        }
    }

    @Test
    void noOtherClassUsesInternalsOfVertx() {
        var users = new ClassFileImporter()
                .withImportOption(new DoNotIncludeTests()).importPackages("dev.usher.http").stream()
                        .filter(one -> one.getDirectDependenciesFromSelf().stream()
                                .anyMatch(used -> isInternal(used.getTargetClass())))
                        .map(one -> one.getName().split("\\$")[0])
                        .distinct();
        assertThat(users).containsExactly(VertxInternals.class.getName());
    }

    private static boolean isInternal(JavaClass used) {
        var name = used.getPackageName();
        return name.startsWith("io.vertx.core")
                && (name.contains(".impl") || name.contains(".spi") || name.contains(".internal"));
    }
}
