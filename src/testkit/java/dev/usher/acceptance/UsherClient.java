package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.usher.client.ApiClient;
import dev.usher.client.ApiException;
import dev.usher.client.ApiResponse;
import dev.usher.client.api.EventsApi;
import dev.usher.client.api.RegistrationsApi;
import dev.usher.client.api.UsersApi;
import dev.usher.client.model.Problem;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** Client generated from the contract by the build, configured as in an application. Blocks its callers. */
final class UsherClient {
    final UsersApi users;
    final EventsApi events;
    final RegistrationsApi registrations;

    private final ApiClient client;

    /** Creates a client that sends a token with every request. */
    UsherClient(URI server, String token) {
        this(server, request -> request.header("Authorization", "Bearer " + token));
    }

    UsherClient(URI server) {
        this(server, request -> {});
    }

    private UsherClient(URI server, Consumer<HttpRequest.Builder> everyRequest) {
        client = new ApiClient() {
            private final HttpClient http = new VerifiedHttp();

            @Override
            public HttpClient getHttpClient() {
                return http;
            }
        };
        client.updateBaseUri(server.toString());
        client.setRequestInterceptor(everyRequest);
        users = new UsersApi(client);
        events = new EventsApi(client);
        registrations = new RegistrationsApi(client);
    }

    /** The only value of a response header. */
    static String header(ApiResponse<?> response, String name) {
        var values = response.getHeaders().get(name);
        assertThat(values).as(name).hasSize(1);
        return values.get(0);
    }

    /** Asserts that the call is refused with this status and problem. */
    Problem refused(int status, String code, Callable<?> call) throws Exception {
        try {
            var answer = call.call();
            throw new AssertionError("answered " + answer + ", not " + status + " " + code);
        } catch (ApiException e) {
            assertThat(e.getCode()).isEqualTo(status);
            var problem = problem(e);
            assertThat(problem.getType()).hasToString("/problems/" + code);
            assertThat(problem.getStatus()).isEqualTo(status);
            assertThat(problem.getTitle()).isNotBlank();
            assertThat(problem.getDetail()).isNotBlank();
            return problem;
        }
    }

    /** Parses JSON into one of the generated models. */
    <T> T read(String json, Class<T> model) throws JsonProcessingException {
        return client.getObjectMapper().readValue(json, model);
    }

    private Problem problem(ApiException e) throws JsonProcessingException {
        return client.getObjectMapper().readValue(e.getResponseBody(), Problem.class);
    }
}
