package dev.usher.contract;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Validator of one operation's requests: converts a {@link RawRequest} into {@link ValidatedArguments}. Its schemas are
 * compiled once. Confined to one event loop; does no I/O.
 */
public final class RequestValidator {
    private static final int MAX_ERRORS = 100;

    private final List<ParameterValidator> parameters;
    private final Set<String> queryNames;
    /** Whether the operation is a read. Reads ignore unknown query parameters: proxies and browsers add such. */
    private final boolean reads;

    private final BodyValidator body;

    /** Throws {@link ContractException} if the contract uses a feature that is not validated here. */
    public RequestValidator(Contract contract, Operation operation) {
        var declared = contract.openApi().operation(operation.id());
        this.parameters =
                declared.getParameters().stream().map(ParameterValidator::new).toList();
        this.queryNames = parameters.stream()
                .filter(ParameterValidator::isQuery)
                .map(ParameterValidator::name)
                .collect(Collectors.toUnmodifiableSet());
        var method = declared.getHttpMethod();
        this.reads = method == HttpMethod.GET;
        this.body = declared.getRequestBody() == null
                ? null
                : new BodyValidator(declared.getRequestBody(), method == HttpMethod.PATCH);
    }

    /** Returns whether the operation's requests have a body. */
    public boolean takesBody() {
        return body != null;
    }

    /** Returns whether the headers announce a body that is accepted. Only for an operation with a body. */
    public boolean takesBodyOf(MultiMap headers) {
        return body.takes(headers);
    }

    /** Returns whether the headers announce a compressed body, which no operation accepts. */
    public static boolean isCompressed(MultiMap headers) {
        return BodyValidator.isCompressed(headers);
    }

    /** Returns the accepted media types, separated by commas. Only for an operation with a body. */
    public String mediaTypes() {
        return String.join(", ", body.mediaTypes());
    }

    /** Validates a request. Lists at most a hundred invalid parts. */
    public ValidationResult check(RawRequest sent) {
        var errors = new ArrayList<ValidationError>();
        var values = new HashMap<String, Object>();
        var members = new JsonObject();
        if (!sent.query().isEmpty()) {
            for (var name : sent.query().names()) {
                if (!queryNames.contains(name)) {
                    Misspelling.of(name, queryNames)
                            .map(meant -> "is unknown; did you mean " + meant + "?")
                            .or(() -> reads ? Optional.empty() : Optional.of("is unknown"))
                            .ifPresent(message ->
                                    errors.add(new ValidationError(ValidationError.In.QUERY, name, message)));
                }
            }
        }
        for (var parameter : parameters) {
            parameter.read(sent, values, errors::add);
        }
        if (body != null) {
            body.read(sent.body(), members, errors::add);
        }
        if (errors.isEmpty()) {
            return new ValidationResult.Valid(new ValidatedArguments(values, members));
        }
        return new ValidationResult.Invalid(List.copyOf(errors.subList(0, Math.min(MAX_ERRORS, errors.size()))));
    }
}
