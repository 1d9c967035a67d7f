package dev.usher;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import dev.usher.contract.Contract;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * No regular expression with a repeated group is applied to what a client sends: Java matches one by recursion, in time
 * that may grow with the square or the cube of the input. Settings, which the operator writes, are left out.
 */
class RegularExpressionsTest {
    /** Without the classes of the JDK and of libraries, of which only the names are needed. */
    private static final JavaClasses USHER = ArchConfiguration.withThreadLocalScope(configuration -> {
        configuration.setResolveMissingDependenciesFromClassPath(false);
        return new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("dev.usher");
    });

    private static final String SETTINGS = "dev.usher.config";
    private static final String SCHEMA = "dev.usher.contract.SchemaValidator";

    @Test
    void textIsNotMatchedByUnnamedExpressions() {
        noClasses()
                .that(resideInAPackage("dev.usher..").and(not(resideInAPackage(SETTINGS + ".."))))
                .should()
                .callMethod(String.class, "matches", String.class)
                .orShould()
                .callMethod(String.class, "replaceAll", String.class, String.class)
                .orShould()
                .callMethod(String.class, "replaceFirst", String.class, String.class)
                .orShould()
                .callMethod(String.class, "split", String.class)
                .orShould()
                .callMethod(String.class, "split", String.class, int.class)
                .orShould()
                .callMethod(Pattern.class, "matches", String.class, CharSequence.class)
                .check(USHER);
    }

    @Test
    void expressionsAreConstantsOrTheContracts() {
        var makers = USHER.stream()
                .flatMap(type -> type.getMethodCallsFromSelf().stream())
                .filter(call -> call.getTargetOwner().isEquivalentTo(Pattern.class)
                        && call.getName().equals("compile"))
                .map(JavaMethodCall::getOrigin)
                .filter(origin -> !origin.getName().equals("<clinit>"))
                .map(JavaCodeUnit::getFullName)
                .filter(origin -> !origin.startsWith(SETTINGS))
                .toList();
        assertThat(makers).allMatch(maker -> maker.startsWith(SCHEMA + ".<init>"));
    }

    @Test
    void constantsRepeatNoGroup() throws Exception {
        var constants = new ArrayList<Pattern>();
        for (var type : USHER) {
            for (var field : type.getFields()) {
                if (field.getRawType().isEquivalentTo(Pattern.class)
                        && Modifier.isStatic(field.reflect().getModifiers())) {
                    var constant = field.reflect();
                    constant.setAccessible(true);
                    constants.add((Pattern) constant.get(null));
                }
            }
        }
        assertThat(constants).isNotEmpty().noneMatch(constant -> repeatsAGroup(constant.pattern()));
    }

    @Test
    void patternsOfRequestsRepeatNoGroup() {
        var contract = Contract.read(Contract.RESOURCE);
        var patterns = new ArrayList<String>();
        ((Map<?, ?>) contract.get("paths")).values().forEach(path -> ((Map<?, ?>) path).forEach((method, operation) -> {
            if (operation instanceof Map<?, ?> members) {
                collect(contract, members.get("parameters"), patterns);
                collect(contract, members.get("requestBody"), patterns);
            } else {
                collect(contract, operation, patterns);
            }
        }));
        assertThat(patterns).hasSizeGreaterThan(10).noneMatch(RegularExpressionsTest::repeatsAGroup);
    }

    private static void collect(Map<?, ?> contract, Object part, List<String> patterns) {
        if (part instanceof List<?> list) {
            list.forEach(item -> collect(contract, item, patterns));
        } else if (part instanceof Map<?, ?> members) {
            members.forEach((key, value) -> {
                if (key.equals("pattern")) {
                    patterns.add((String) value);
                } else if (key.equals("$ref")) {
                    collect(contract, referenced(contract, (String) value), patterns);
                } else {
                    collect(contract, value, patterns);
                }
            });
        }
    }

    private static Object referenced(Map<?, ?> contract, String reference) {
        Object found = contract;
        for (var step : reference.substring("#/".length()).split("/")) {
            found = ((Map<?, ?>) found).get(step);
        }
        return found;
    }

    @ParameterizedTest
    @CsvSource({
        "(a|b)*, true",
        "(a)+?, true",
        "'(?:ab){2,}', true",
        "((a)b)*, true",
        "(a)?, false",
        "[(a)]*, false",
        "\\(a\\)*, false",
        "(ab)c*, false",
        "[\\])]+, false"
    })
    void findsARepeatedGroup(String expression, boolean repeated) {
        assertThat(repeatsAGroup(expression)).isEqualTo(repeated);
    }

    private static boolean repeatsAGroup(String expression) {
        boolean inClass = false;
        for (int i = 0; i < expression.length(); i++) {
            char c = expression.charAt(i);
            if (c == '\\') {
                i++;
            } else if (inClass) {
                inClass = c != ']';
            } else if (c == '[') {
                inClass = true;
            } else if (c == ')' && i + 1 < expression.length() && "*+{".indexOf(expression.charAt(i + 1)) >= 0) {
                return true;
            }
        }
        return false;
    }
}
