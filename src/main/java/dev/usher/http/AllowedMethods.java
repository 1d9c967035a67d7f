package dev.usher.http;

import dev.usher.http.docs.ApiDocs;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Methods of each path, for the Allow header. Immutable. */
final class AllowedMethods {
    private final List<Entry> entries;

    private final ApiDocs docs;

    AllowedMethods(OpenAPIContract contract, ApiDocs docs) {
        this.docs = docs;
        this.entries = contract.getPaths().stream().map(Entry::of).toList();
    }

    private record Entry(String template, String methods) {
        static Entry of(Path path) {
            var methods = path.getOperations().stream()
                    .map(operation -> operation.getHttpMethod().name())
                    .sorted()
                    .collect(Collectors.joining(", "));
            return new Entry(path.getName(), methods);
        }

        /** Returns whether the path matches the template, whose parameters match one segment that is not empty. */
        boolean fits(String path) {
            int at = 0;
            for (int i = 0; i < template.length(); i++) {
                if (template.charAt(i) == '{') {
                    int end = path.indexOf('/', at);
                    int next = end < 0 ? path.length() : end;
                    if (next == at) {
                        return false;
                    }
                    at = next;
                    i = template.indexOf('}', i);
                } else if (at == path.length() || path.charAt(at++) != template.charAt(i)) {
                    return false;
                }
            }
            return at == path.length();
        }
    }

    /** Returns an empty text for an unknown path. */
    String of(String path) {
        if (docs.has(path)) {
            return ApiDocs.methods();
        }
        return entries.stream()
                .filter(entry -> entry.fits(path))
                .map(Entry::methods)
                .findFirst()
                .orElse("");
    }
}
