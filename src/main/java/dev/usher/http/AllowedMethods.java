package dev.usher.http;

import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which methods each path takes, for the Allow header. Immutable. */
final class AllowedMethods {
    private final List<Entry> entries;

    private final Docs docs;

    AllowedMethods(OpenAPIContract contract, Docs docs) {
        this.docs = docs;
        this.entries = contract.getPaths().stream().map(Entry::of).toList();
    }

    private record Entry(Pattern path, String methods) {
        static Entry of(Path path) {
            var methods = path.getOperations().stream()
                    .map(operation -> operation.getHttpMethod().name())
                    .sorted()
                    .collect(Collectors.joining(", "));
            return new Entry(Pattern.compile(path.getName().replaceAll("\\{[^}]*}", "[^/]+")), methods);
        }
    }

    /** Empty for a path where nothing is. */
    String of(String path) {
        if (docs.has(path)) {
            return Docs.methods();
        }
        return entries.stream()
                .filter(entry -> entry.path().matcher(path).matches())
                .map(Entry::methods)
                .findFirst()
                .orElse("");
    }
}
