package dev.usher;

import dev.usher.bus.ServiceBus;
import dev.usher.config.Setting;
import dev.usher.config.Settings;
import dev.usher.http.ApiVerticle;
import dev.usher.http.EdgeLimits;
import dev.usher.http.EdgeOptions;
import dev.usher.http.access.TokenAuthenticator;
import dev.usher.http.docs.PublishedContract;
import dev.usher.metrics.Metrics;
import dev.usher.oidc.JwksVerticle;
import dev.usher.ops.ManagementVerticle;
import dev.usher.ops.ReadinessCheck;
import dev.usher.service.CurrentTrace;
import dev.usher.tracing.Tracing;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.lang.management.ManagementFactory;
import java.net.BindException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running server. Owns its Vert.x instances and stops its parts in reverse order of their start, so that requests
 * under way can finish. Must be started and stopped from outside the event loops.
 */
public final class UsherServer {
    private static final Logger LOG = LoggerFactory.getLogger(UsherServer.class);
    /** Lets load balancers notice that the server is no longer ready. */
    private static final long PAUSE_MILLIS = 250;

    private static final int PROMETHEUS_PORT = 9_090;

    private static final String SLF4J = "io.vertx.core.logging.SLF4JLogDelegateFactory";

    private final Settings settings;
    private final EdgeLimits limits;
    private final Vertx vertx;
    /** One event loop for the management port alone. */
    private final Vertx management;

    private final ServiceBus bus;
    private final Metrics metrics;
    private final Optional<Tracing> tracing;
    private final Backend.Opening opening;
    private final ReadinessCheck readiness = new ReadinessCheck();
    private final AtomicInteger httpPort = new AtomicInteger();
    private final AtomicInteger managementPort = new AtomicInteger();
    private final ShutdownSequence shutdown = new ShutdownSequence();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final StopSignal stopSignal = new StopSignal();
    private final Context context;
    private final Promise<Void> startOver = Promise.promise();
    private final Promise<Void> stopped = Promise.promise();

    private UsherServer(Settings settings, Metrics metrics, Optional<Tracing> tracing, Backend.Opening opening) {
        this.settings = settings;
        this.opening = opening;
        this.metrics = metrics;
        this.tracing = tracing;
        var builder = Vertx.builder()
                .with(new VertxOptions()
                        .setEventLoopPoolSize(Runtime.getRuntime().availableProcessors()));
        tracing.ifPresent(on -> {
            builder.withTracer(on.vertx());
            CurrentTrace.readFrom(Tracing::currentId);
        });
        this.limits = EdgeLimits.ofThisProcess(settings.edge().tls().isPresent());
        this.vertx = builder.withTransport(EdgeFactory.transport(settings, limits, metrics.edge()))
                .build();
        this.management = Vertx.vertx(
                new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1).setInternalBlockingPoolSize(1));
        this.context = vertx.getOrCreateContext();
        this.bus = new ServiceBus(vertx, metrics.bus());
    }

    /** A server on DynamoDB, not started yet. */
    static UsherServer of(Settings settings) {
        return of(settings, Tracing.from(System.getenv()));
    }

    static UsherServer of(Settings settings, Optional<Tracing> tracing) {
        var metrics = new Metrics(Usher.version());
        return of(settings, metrics, tracing, DynamoDbBackend.opening(metrics, tracing));
    }

    static UsherServer of(Settings settings, Metrics metrics, Optional<Tracing> tracing, Backend.Opening opening) {
        System.setProperty("vertx.logger-delegate-factory-class-name", SLF4J);
        return new UsherServer(settings, metrics, tracing, opening);
    }

    /** A server on DynamoDB. Completes as {@link #start()} does. */
    public static Future<UsherServer> start(Settings settings) {
        var server = of(settings);
        return server.start().map(server);
    }

    /** A server on another backend. Completes as {@link #start()} does. */
    public static Future<UsherServer> start(Settings settings, Backend.Opening opening) {
        var server = of(settings, new Metrics(Usher.version()), Optional.empty(), opening);
        return server.start().map(server);
    }

    /**
     * Must be called once. Completes when requests are served. If the start fails or is stopped, the parts already
     * started are stopped, and then the future fails.
     */
    Future<Void> start() {
        Promise<Void> started = Promise.promise();
        run().onComplete(startOver);
        startOver.future().onComplete(started::complete, failure -> end().onComplete(ended -> started.fail(failure)));
        return started.future();
    }

    public int httpPort() {
        return httpPort.get();
    }

    public int managementPort() {
        return managementPort.get();
    }

    /**
     * Lets requests under way finish; a start that is under way goes no further. The same future for every call; never
     * fails.
     */
    public Future<Void> stop() {
        stopSignal.give();
        return end();
    }

    /** Returns whether {@link #stop()} was called; false if the server stops because its start failed. */
    boolean isStopRequested() {
        return stopSignal.isGiven();
    }

    private boolean isWanted() {
        return !stopSignal.isGiven();
    }

    private Future<Void> end() {
        if (stopping.compareAndSet(false, true)) {
            readiness.stopping();
            LOG.info("stopping");
            startOver.future().onComplete(over -> shutdown.run()
                    .onComplete(done -> new Thread(this::closeVertx, "usher-close").start()));
        }
        return stopped.future();
    }

    private Future<Void> run() {
        return edge().compose(edge -> manage().compose(done -> {
            var published = PublishedContract.read(vertx);
            // A worker thread cannot return what it has read once Vert.x is closed.
            shutdown.push("contract", published::otherwiseEmpty);
            return StartStep.run(vertx, "credentials", this::isWanted, () -> opening.open(vertx, bus, settings))
                    .compose(backend -> serve(edge, backend, published));
        }));
    }

    /** Loads the certificate before anything else is started, since the start fails without it. */
    private Future<EdgeOptions> edge() {
        return EdgeFactory.edge(vertx, settings, limits, metrics.edge()).onSuccess(edge -> edge.tls()
                .ifPresent(tls -> shutdown.push("certificate", () -> {
                    tls.close();
                    return Future.succeededFuture();
                })));
    }

    /** Opens the management port, which reports the state of the start from here on. */
    private Future<Void> manage() {
        var deployed = deploy(
                management,
                "management",
                1,
                () -> new ManagementVerticle(
                        settings.managementHost(),
                        settings.managementPort(),
                        readiness,
                        metrics::scrape,
                        managementPort::set));
        return bound(deployed, Setting.USHER_MANAGEMENT_PORT, settings.managementPort());
    }

    /** @param published loaded while the store is prepared */
    private Future<Void> serve(EdgeOptions edge, Backend backend, Future<PublishedContract> published) {
        shutdown.push("store", backend::close);
        var started = stopSignal.cut(StartStep.run(vertx, "store", this::isWanted, backend::prepare));
        for (var service : backend.services()) {
            started = started.compose(done -> deploy(service.name(), service.instances(), service.verticle()));
        }
        return started.compose(done -> tokens())
                .compose(tokens -> published.map(read ->
                        ApiVerticle.plan(read, bus, settings.requestTimeoutMillis(), metrics.requests(), edge, tokens)))
                .compose(plan -> stopSignal
                        .cut(ApiWarmUp.run(vertx, this::isWanted, plan))
                        .compose(done -> bound(
                                deploy(
                                        "api",
                                        Runtime.getRuntime().availableProcessors(),
                                        () -> plan.at(settings.httpHost(), settings.httpPort(), httpPort::set)),
                                Setting.USHER_HTTP_PORT,
                                settings.httpPort())))
                .onSuccess(done -> {
                    shutdown.push("pause", () -> vertx.timer(PAUSE_MILLIS));
                    readiness.started(() -> onEventLoop(backend::ready));
                    LOG.info(
                            "serving host={} port={} management={} after={}ms",
                            settings.httpHost(),
                            httpPort,
                            managementPort,
                            ManagementFactory.getRuntimeMXBean().getUptime());
                });
    }

    /** Names the setting of a port that cannot be bound. */
    private static Future<Void> bound(Future<Void> deployed, Setting setting, int port) {
        return deployed.recover(failure -> Future.failedFuture(
                failure instanceof BindException
                        ? new BindException(setting + "=" + port + ": " + failure.getMessage() + hint(port))
                        : failure));
    }

    private static String hint(int port) {
        return port == PROMETHEUS_PORT ? "; Prometheus listens on " + PROMETHEUS_PORT + " by default" : "";
    }

    /** For callers on the management port's thread. */
    private Future<Void> onEventLoop(Supplier<Future<Void>> check) {
        Promise<Void> checked = Promise.promise();
        context.runOnContext(run -> check.get().onComplete(checked));
        return checked.future();
    }

    /** Waits for the keys of the issuer, if one is configured. */
    private Future<Optional<Supplier<TokenAuthenticator>>> tokens() {
        if (settings.oidc().isEmpty()) {
            return Future.succeededFuture(Optional.empty());
        }
        var issuer = new JwksVerticle(bus, settings.oidc().get());
        return stopSignal
                .cut(deploy("issuer", 1, () -> issuer).compose(deployed -> issuer.check()))
                .map(check -> Optional.of(() -> check));
    }

    private Future<Void> deploy(String name, int instances, Supplier<? extends Deployable> verticle) {
        return deploy(vertx, name, instances, verticle);
    }

    private Future<Void> deploy(Vertx on, String name, int instances, Supplier<? extends Deployable> verticle) {
        if (stopSignal.isGiven()) {
            return Future.failedFuture(StopSignal.cause());
        }
        return on.deployVerticle(verticle::get, new DeploymentOptions().setInstances(instances))
                .onSuccess(id -> shutdown.push(name, () -> on.undeploy(id)))
                .mapEmpty();
    }

    /** Runs on a separate thread, because Vert.x contexts complete no future after Vert.x is closed. */
    private void closeVertx() {
        bus.close();
        tracing.ifPresent(Tracing::close);
        Future.join(vertx.close(), management.close()).onComplete(closed -> {
            metrics.close();
            stopped.handle(closed.mapEmpty());
        });
    }
}
