package dev.usher;

import dev.usher.bus.Bus;
import dev.usher.config.Settings;
import dev.usher.http.ApiVerticle;
import dev.usher.metrics.Metrics;
import dev.usher.ops.ManagementVerticle;
import dev.usher.ops.Readiness;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running server, from the first port to the last. Owns its Vert.x instance and stops everything in the opposite
 * order of its start, so that a request under way always finds what it needs. Driven from outside the event loops.
 */
public final class UsherServer {
    private static final Logger LOG = LoggerFactory.getLogger(UsherServer.class);
    /** For load balancers to see that the server is not ready any more. */
    private static final long PAUSE_MILLIS = 250;

    static final String LOOPBACK = "127.0.0.1";

    private static final String SLF4J = "io.vertx.core.logging.SLF4JLogDelegateFactory";

    private final Settings settings;
    private final Vertx vertx;
    private final Bus bus;
    private final Metrics metrics;
    private final Readiness readiness = new Readiness();
    private final AtomicInteger httpPort = new AtomicInteger();
    private final AtomicInteger managementPort = new AtomicInteger();
    private final Deque<Step> undo = new ConcurrentLinkedDeque<>();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final Promise<Void> stopped = Promise.promise();

    private UsherServer(Settings settings, Metrics metrics) {
        this.settings = settings;
        this.metrics = metrics;
        this.vertx = Vertx.vertx(
                new VertxOptions().setEventLoopPoolSize(Runtime.getRuntime().availableProcessors()));
        this.bus = new Bus(vertx, metrics.bus());
    }

    /** One step of the stop. */
    private record Step(String name, Supplier<Future<?>> action) {}

    /** A server on DynamoDB. Completes as {@link #start(Settings, Backend.Opening)} does. */
    public static Future<UsherServer> start(Settings settings) {
        var metrics = new Metrics();
        return start(settings, metrics, (vertx, bus, same) -> DynamoBackend.open(vertx, bus, same, metrics));
    }

    /** Completes when requests are served; when the start fails, what was started is stopped before. */
    public static Future<UsherServer> start(Settings settings, Backend.Opening opening) {
        return start(settings, new Metrics(), opening);
    }

    private static Future<UsherServer> start(Settings settings, Metrics metrics, Backend.Opening opening) {
        System.setProperty("vertx.logger-delegate-factory-class-name", SLF4J);
        var server = new UsherServer(settings, metrics);
        Promise<UsherServer> started = Promise.promise();
        server.run(opening).onComplete(done -> started.complete(server), failure -> server.stop()
                .onComplete(stopped -> started.fail(failure)));
        return started.future();
    }

    public int httpPort() {
        return httpPort.get();
    }

    public int managementPort() {
        return managementPort.get();
    }

    /** Lets requests under way finish. The same future for every call; never fails. */
    public Future<Void> stop() {
        if (stopping.compareAndSet(false, true)) {
            readiness.stopping();
            LOG.info("stopping");
            undoNext();
        }
        return stopped.future();
    }

    private Future<Void> run(Backend.Opening opening) {
        return deploy(
                        "management",
                        1,
                        () -> new ManagementVerticle(
                                settings.httpHost(),
                                settings.managementPort(),
                                readiness,
                                metrics::scrape,
                                managementPort::set))
                .compose(done -> opening.open(vertx, bus, settings))
                .compose(backend -> serve(backend));
    }

    private Future<Void> serve(Backend backend) {
        undo.push(new Step("store", backend::close));
        var started = backend.prepare();
        for (var service : backend.services()) {
            started = started.compose(done -> deploy(service.name(), service.instances(), service.verticle()));
        }
        return started.compose(
                        done -> ApiVerticle.plan(vertx, bus, settings.requestTimeoutMillis(), metrics.requests()))
                .compose(plan -> warmUp(plan)
                        .compose(done -> deploy(
                                "api",
                                Runtime.getRuntime().availableProcessors(),
                                () -> plan.at(settings.httpHost(), settings.httpPort(), httpPort::set))))
                .onSuccess(done -> {
                    undo.push(new Step("pause", () -> vertx.timer(PAUSE_MILLIS)));
                    readiness.started(backend::ready);
                    LOG.info("serving host={} port={} management={}", settings.httpHost(), httpPort, managementPort);
                });
    }

    private Future<Void> warmUp(ApiVerticle.Plan plan) {
        var port = new AtomicInteger();
        return vertx.deployVerticle(plan.unwatched().at(LOOPBACK, 0, port::set))
                .compose(id -> WarmUp.run(vertx, port.get()).compose(done -> vertx.undeploy(id)));
    }

    private Future<Void> deploy(String name, int instances, Supplier<? extends Deployable> verticle) {
        return vertx.deployVerticle(verticle::get, new DeploymentOptions().setInstances(instances))
                .onSuccess(id -> undo.push(new Step(name, () -> vertx.undeploy(id))))
                .mapEmpty();
    }

    private void undoNext() {
        var step = undo.poll();
        if (step == null) {
            new Thread(this::closeVertx, "usher-close").start();
            return;
        }
        step.action().get().onComplete(done -> {
            if (done.failed()) {
                LOG.warn(
                        "step={} of the stop failed: {}",
                        step.name(),
                        done.cause().toString());
            }
            undoNext();
        });
    }

    /** From a thread of its own: no context of Vert.x completes anything once Vert.x is closed. */
    private void closeVertx() {
        bus.close();
        vertx.close().onComplete(closed -> {
            metrics.close();
            stopped.handle(closed);
        });
    }
}
