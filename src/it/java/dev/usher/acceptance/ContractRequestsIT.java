package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.usher.contract.ContractCheck;
import dev.usher.contract.ContractFuzzer;
import dev.usher.contract.GeneratedRequest;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Sends thousands of requests generated from the contract. Valid ones get an answer that the contract allows and never
 * 5xx; invalid ones get 400 with the place. A failure names its seed: {@code -Dusher.seed} repeats it. With
 * {@code -Psoak}, {@code -Dusher.requests} sends more.
 */
class ContractRequestsIT extends AgainstUsher {
    private static final int MANY = Integer.getInteger("usher.requests", 5_000);
    private static final int FEW = 1_500;
    private static final Long SEED = Long.getLong("usher.seed");
    /** One by one when they are repeated: what is asked for depends on what was answered. */
    private static final int AT_A_TIME = SEED == null ? 4 : 1;

    private static final ObjectMapper JSON = new ObjectMapper();
    /**
     * What the contract asks for in words, because a schema cannot: the order of moments, a time zone that exists, a
     * cursor that was given, and a user where no token names one.
     */
    private static final Set<String> BEYOND_SCHEMAS = Set.of(
            "body /registrationClosesAt",
            "body /startsAt",
            "query to",
            "body /endsAt",
            "body /timeZone",
            "query cursor",
            "body /userId");

    private final ContractCheck contract = new ContractCheck();
    private final ContractFuzzer drawer = new ContractFuzzer(contract);
    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, Integer> statuses = new ConcurrentHashMap<>();

    @Test
    void isAnsweredAsTheContractSays() throws Exception {
        areAnswered(FEW);
    }

    @Test
    @Tag("soak")
    void manyAreAnsweredAsTheContractSays() throws Exception {
        areAnswered(MANY);
    }

    private void areAnswered(int requests) throws Exception {
        long seed = SEED == null ? System.nanoTime() : SEED;
        System.out.println("requests drawn from the contract: seed " + seed);
        ConcurrentRunner.act(requests, AT_A_TIME, i -> {
            var request = drawer.draw(new Random(seed + i));
            try {
                check(request, client.send(request.to(uri()).build(), BodyHandlers.ofString()));
            } catch (Throwable failure) {
                throw new AssertionError("seed " + seed + ", request " + i + ": " + request, failure);
            }
            return null;
        });
        System.out.println(new TreeMap<>(statuses));
        assertThat(statuses.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(requests);
    }

    private void check(GeneratedRequest request, HttpResponse<String> response) throws Exception {
        statuses.merge(request.operationId() + " " + response.statusCode(), 1, Integer::sum);
        contract.verify(response);
        assertThat(response.statusCode()).as(response.body()).isLessThan(500);
        if (request.method().equals("HEAD")) {
            return;
        }
        var answer = response.body().isEmpty() ? JSON.nullNode() : JSON.readTree(response.body());
        if (request.flaw() != null) {
            assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
            assertThat(answer.get("errors")).as(response.body()).anyMatch(error -> names(error, request.flaw()));
        } else if (response.statusCode() == 400) {
            assertThat(answer.get("errors"))
                    .allSatisfy(error -> assertThat(place(error)).isIn(BEYOND_SCHEMAS));
        } else {
            drawer.remember(request, answer);
        }
    }

    private static boolean names(JsonNode error, GeneratedRequest.Flaw flaw) {
        return error.get("in").asText().equals(flaw.in())
                && (flaw.name() == null
                        || flaw.in().equals("path")
                        || place(error).equals(flaw.in() + " " + flaw.name()));
    }

    private static String place(JsonNode error) {
        var in = error.get("in").asText();
        return in + " " + error.path(in.equals("body") ? "pointer" : "name").asText();
    }
}
