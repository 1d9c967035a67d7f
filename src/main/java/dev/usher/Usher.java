package dev.usher;

import dev.usher.authz.Scope;
import dev.usher.config.Setting;
import dev.usher.config.Settings;
import dev.usher.config.SettingsException;
import dev.usher.config.SettingsTable;
import dev.usher.http.tls.InvalidCertificateException;
import dev.usher.oidc.TokenInspection;
import dev.usher.ops.LogLevels;
import io.vertx.core.Vertx;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Scanner;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Main class: reads the settings, starts the server, and shuts it down cleanly on SIGTERM. The other commands print
 * their result to standard output, for people and scripts.
 */
public final class Usher {
    private static final Logger LOG = LoggerFactory.getLogger(Usher.class);
    private static final int STOPPED = 0;
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int BAD_SETTINGS = 2;
    /** Exit status of a repair that found, or left, an inconsistency. */
    private static final int LEFT = 3;

    /** On top of the time that a request may take. */
    private static final long STOP_MILLIS = 10_000;

    private static final String USAGE =
            """
            Usher, an event registration server.

              java -jar usher.jar                          serves until it is stopped
              java -jar usher.jar --check                  checks the settings, the tables and the issuer's keys;
                                                           exits with 0 if all is well
              java -jar usher.jar --check --token          reads an access token from standard input and prints who
                                                           its caller is, or why it is rejected
              java -jar usher.jar --repair EVENT           prints the inconsistencies in the rows of an event and
                                                           changes nothing; exits with 0 if there are none, else 3
              java -jar usher.jar --repair EVENT --write   corrects them; exits with 0 if none remain
              java -jar usher.jar --version                prints the version
              java -jar usher.jar --help                   prints this

            Settings, as environment variables:
            """;

    private Usher() {}

    /**
     * Runs one command. The results of {@code --help}, {@code --version}, {@code --check} and {@code --repair} go to
     * standard output and their errors to standard error, where scripts expect them; only the server writes a log.
     */
    public static void main(String[] arguments) {
        switch (String.join(" ", arguments)) {
            case "" -> serve(settings());
            case "--check" -> check(settings());
            case "--check --token" -> checkToken(settings());
            case "--help" -> System.out.println(help());
            case "--version" -> System.out.println("usher " + version());
            default -> {
                if (!repair(arguments)) {
                    System.err.println("unknown: " + String.join(" ", arguments) + "\n\n" + help());
                    System.exit(BAD_SETTINGS);
                }
            }
        }
    }

    /** Does nothing unless the arguments are those of a repair. */
    private static boolean repair(String[] arguments) {
        boolean write = arguments.length == 3 && arguments[2].equals("--write");
        boolean known =
                (arguments.length == 2 || write) && arguments[0].equals("--repair") && !arguments[1].startsWith("-");
        if (known) {
            RepairCommand.run(settings(), arguments[1], write)
                    .onSuccess(result -> exit(
                            switch (result) {
                                case FITS -> DONE;
                                case LEFT -> LEFT;
                                case UNKNOWN -> FAILED;
                            }))
                    .onFailure(failure -> {
                        System.err.println("not repaired: " + PreflightCheck.why(failure));
                        exit(FAILED);
                    });
        }
        return known;
    }

    /** Returns the version in the manifest of the jar, or {@code development} where there is no jar. */
    static String version() {
        return Optional.ofNullable(Usher.class.getPackage().getImplementationVersion())
                .orElse("development");
    }

    private static String help() {
        return USAGE + "\n" + String.join("\n", SettingsTable.lines());
    }

    private static Settings settings() {
        try {
            var settings = Settings.from(System.getenv());
            LogLevels.set(settings.logLevels());
            return settings;
        } catch (SettingsException e) {
            System.err.println(e.getMessage());
            System.exit(BAD_SETTINGS);
            throw e;
        }
    }

    private static void serve(Settings settings) {
        var running = new AtomicReference<UsherServer>();
        var status = new AtomicInteger(STOPPED);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(running.get(), settings, status), "usher-stop"));
        var server = UsherServer.of(settings);
        running.set(server);
        server.start().onFailure(failure -> {
            if (failure instanceof InvalidCertificateException unusable) {
                System.err.println(why(unusable));
                status.set(BAD_SETTINGS);
                exit(BAD_SETTINGS);
            } else if (failure instanceof BindException taken) {
                System.err.println("bad settings: " + taken.getMessage());
                status.set(BAD_SETTINGS);
                exit(BAD_SETTINGS);
            } else if (!server.isStopRequested()) {
                LOG.error("the start failed", failure);
                status.set(FAILED);
                exit(FAILED);
            }
        });
    }

    private static String why(InvalidCertificateException unusable) {
        return "bad settings: " + Setting.USHER_TLS_CERTIFICATE + ", " + Setting.USHER_TLS_KEY + ": "
                + unusable.getMessage();
    }

    private static void check(Settings settings) {
        PreflightCheck.run(settings)
                .onSuccess(answered -> {
                    System.out.println("the settings can be used, and "
                            + (settings.oidc().isEmpty() ? "DynamoDB answers" : "DynamoDB and the issuer answer"));
                    exit(DONE);
                })
                .onFailure(failure -> {
                    boolean unusable = failure instanceof InvalidCertificateException;
                    System.err.println(
                            unusable ? why((InvalidCertificateException) failure) : PreflightCheck.why(failure));
                    exit(unusable ? BAD_SETTINGS : FAILED);
                });
    }

    private static void checkToken(Settings settings) {
        if (settings.oidc().isEmpty()) {
            System.err.println("bad settings: " + Setting.USHER_AUTH + " is not oidc, so that no token is read");
            System.exit(BAD_SETTINGS);
        }
        var token = new Scanner(System.in, StandardCharsets.UTF_8);
        TokenInspection.inspect(Vertx.vertx(), settings.oidc().orElseThrow(), token.hasNext() ? token.next() : "")
                .onSuccess(caller -> {
                    System.out.println("the token's user is " + caller.userId().orElseThrow() + ", its scopes are "
                            + caller.scopes().stream().map(Scope::text).sorted().toList());
                    exit(DONE);
                })
                .onFailure(failure -> {
                    System.err.println("the token is rejected: " + PreflightCheck.why(failure));
                    exit(FAILED);
                });
    }

    /** Runs on a separate thread, because the exit waits for the event loops. */
    private static void exit(int status) {
        new Thread(() -> System.exit(status), "usher-exit").start();
    }

    /**
     * Exits with status 0 after a clean shutdown on SIGTERM (the JVM default would be 143).
     *
     * @param server null if no server was created yet
     * @param status exit status of the process
     */
    private static void stop(UsherServer server, Settings settings, AtomicInteger status) {
        try {
            if (server != null) {
                server.stop()
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(STOP_MILLIS + settings.requestTimeoutMillis(), TimeUnit.MILLISECONDS);
            }
            LOG.info("stopped");
            Runtime.getRuntime().halt(status.get());
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("shutdown incomplete: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
