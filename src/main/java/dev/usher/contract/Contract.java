package dev.usher.contract;

import dev.usher.authz.AccessRule;
import dev.usher.authz.Grant;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.openapi.contract.OpenAPIContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The parsed {@code openapi.yaml} and the access rule of each operation. Loaded once per process and shared by all
 * event loops, which only read it; each builds its own {@link RequestValidator} from it.
 *
 * @param openApi without references: all are resolved
 */
public record Contract(OpenAPIContract openApi) {
    /** Path of the published contract in the jar. */
    public static final String RESOURCE = "openapi.yaml";

    private static final String ACCESS = "x-usher-access";

    /**
     * Reads the resource on a worker thread. Fails with {@link ContractException} unless its operations are exactly
     * those of {@link Operation}.
     */
    public static Future<Contract> load(Vertx vertx, String resource) {
        return vertx.executeBlocking(() -> read(resource))
                .compose(published -> OpenAPIContract.from(vertx, RouterContract.of(published)))
                .recover(failure -> Future.failedFuture(
                        failure instanceof ContractException
                                ? failure
                                : new ContractException("the contract " + resource + " cannot be read", failure)))
                .map(openApi -> {
                    requireSame(openApi, Operation.ids());
                    return new Contract(openApi);
                });
    }

    /** Returns the contract as published: maps, lists and scalars. Blocks. */
    public static Map<?, ?> read(String resource) {
        try (var stream = Contract.class.getClassLoader().getResourceAsStream(resource)) {
            if (stream == null) {
                throw new ContractException("there is no contract " + resource);
            }
            var options = new LoaderOptions();
            options.setAllowDuplicateKeys(false);
            return new Yaml(new SafeConstructor(options)).load(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the access rule of an operation. */
    public AccessRule rule(Operation operation) {
        var named = openApi.operation(operation.id()).getOpenAPIModel().getJsonArray(ACCESS);
        if (named == null) {
            throw new ContractException("the contract has no " + ACCESS + " for " + operation.id());
        }
        return new AccessRule(named.stream().map(String::valueOf).map(Grant::of).collect(Collectors.toSet()));
    }

    private static void requireSame(OpenAPIContract openApi, Set<String> bound) {
        var declared = openApi.operations().stream()
                .filter(operation -> operation.getHttpMethod() != HttpMethod.HEAD)
                .map(io.vertx.openapi.contract.Operation::getOperationId)
                .collect(Collectors.toCollection(TreeSet::new));
        if (!declared.equals(bound)) {
            var unbound = new TreeSet<>(declared);
            unbound.removeAll(bound);
            var undeclared = new TreeSet<>(bound);
            undeclared.removeAll(declared);
            throw new ContractException("contract and bindings differ: in the contract without a binding " + unbound
                    + ", bound without being in the contract " + undeclared);
        }
    }
}
