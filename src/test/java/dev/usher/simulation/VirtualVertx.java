package dev.usher.simulation;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Timer;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.impl.future.FutureImpl;
import io.vertx.core.internal.ContextInternal;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;

/**
 * The part of Vert.x that the ledger uses, on the {@link VirtualTime} of the calling thread: timers and one context.
 */
final class VirtualVertx implements InvocationHandler {
    private final VirtualTime time;
    private final Set<Long> timers = new HashSet<>();
    private final Context context = proxy(ContextInternal.class, this);
    private final EventBus bus = proxy(EventBus.class, (bus, method, arguments) -> null);
    private long timerIds;

    private VirtualVertx(VirtualTime time) {
        this.time = time;
    }

    static Vertx of(VirtualTime time) {
        return proxy(Vertx.class, new VirtualVertx(time));
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "getOrCreateContext" -> context;
            case "eventBus" -> bus;
            case "promise" -> Promise.promise();
            case "runOnContext" -> run(VirtualVertx.<Void>handler(arguments[0]));
            case "timer" ->
                timer((long) arguments[0], arguments.length == 1 ? TimeUnit.MILLISECONDS : (TimeUnit) arguments[1]);
            case "setTimer" -> timer((long) arguments[0], VirtualVertx.<Long>handler(arguments[1]));
            case "cancelTimer" -> timers.remove((Long) arguments[0]);
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> proxy == arguments[0];
            case "toString" -> "virtual";
            default -> throw new UnsupportedOperationException(method.toString());
        };
    }

    @SuppressWarnings("unchecked")
    private static <T> Handler<T> handler(Object argument) {
        return (Handler<T>) argument;
    }

    private Object run(Handler<Void> work) {
        time.after(0, () -> work.handle(null));
        return null;
    }

    private long timer(long millis, Handler<Long> work) {
        long id = ++timerIds;
        timers.add(id);
        time.after(millis, () -> {
            if (timers.remove(id)) {
                work.handle(id);
            }
        });
        return id;
    }

    private Timer timer(long delay, TimeUnit unit) {
        var timer = new FutureTimer();
        time.after(delay, unit, () -> timer.tryComplete(null));
        return timer;
    }

    private static final class FutureTimer extends FutureImpl<Void> implements Timer {
        @Override
        public boolean cancel() {
            return tryFail(new CancellationException());
        }

        @Override
        public long getDelay(TimeUnit unit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int compareTo(Delayed other) {
            throw new UnsupportedOperationException();
        }
    }
}
