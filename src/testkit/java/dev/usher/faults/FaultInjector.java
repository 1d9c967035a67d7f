package dev.usher.faults;

import dev.usher.acceptance.UsherProcess;
import dev.usher.storeproxy.FaultProfile;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Injects faults into the store, the network and the servers, and removes them again; the same seed gives the same
 * order. Blocks its callers.
 */
final class FaultInjector {
    private final StoreOnDisk store;
    private final StoreFaultControl sky;
    private final List<UsherProcess> servers;
    private final ProcessSupervisor supervisor;
    private final long seed;
    private final CountByKind troubles = new CountByKind();

    FaultInjector(
            StoreOnDisk store,
            StoreFaultControl sky,
            List<UsherProcess> servers,
            ProcessSupervisor supervisor,
            long seed) {
        this.store = store;
        this.sky = sky;
        this.servers = servers;
        this.supervisor = supervisor;
        this.seed = seed;
    }

    /** How often each kind occurred; the random faults of a storm are not counted. */
    CountByKind troubles() {
        return troubles;
    }

    /** Injects one fault for a while, and removes it. */
    void befall(FaultKind trouble, long millis) throws Exception {
        befall(trouble, millis, new Random(seed + trouble.ordinal()));
    }

    private void befall(FaultKind trouble, long millis, Random random) throws Exception {
        troubles.count(trouble);
        var server = servers.get(random.nextInt(servers.size()));
        switch (trouble) {
            case DEAD_STORE -> {
                sky.away();
                store.kill();
                pause(millis);
                store.start();
                sky.back();
            }
            case DEAD_NODE -> {
                server.kill();
                pause(millis);
                supervisor.startAgain(server);
            }
            case STOPPED_NODE -> {
                ProcessSignal.STOP.send(server.pid());
                pause(Math.max(millis, FaultKind.STALL_MILLIS));
                ProcessSignal.CONT.send(server.pid());
            }
            case RESTARTED_NODE -> {
                int exit = server.stop();
                if (exit != 0) {
                    throw new AssertionError("exit status after SIGTERM: " + exit);
                }
                supervisor.startAgain(server);
            }
            case SLOW_STORE,
                    STUCK_STORE,
                    CONFLICTS,
                    THROTTLED_BY_REASON,
                    THROTTLED_BY_EXCEPTION,
                    STORE_ERRORS,
                    LOST_REPLIES,
                    CUT_OFF_STORE,
                    UNREACHABLE_STORE -> {
                sky.become(trouble.manners().withSeed(random.nextLong()));
                pause(millis);
                sky.become(FaultProfile.KIND);
            }
        }
    }

    /**
     * Injects all faults at once: the store's behaviour changes every few seconds, and processes are killed meanwhile.
     * Lasts until each kind of accident has happened, and longer if the time is not over.
     */
    void storm(long millis) throws Exception {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        var accidents = CompletableFuture.runAsync(() -> accidents(end));
        var random = new Random(seed);
        var weather = new RandomFaultSchedule(seed);
        while (!accidents.isDone()) {
            sky.become(weather.next());
            pause(500 + random.nextInt(2_500));
        }
        sky.become(FaultProfile.KIND);
        accidents.get();
    }

    private void accidents(long end) {
        var kinds = Arrays.asList(
                FaultKind.DEAD_STORE, FaultKind.DEAD_NODE, FaultKind.STOPPED_NODE, FaultKind.RESTARTED_NODE);
        var random = new Random(seed + 1);
        try {
            do {
                Collections.shuffle(kinds, random);
                for (var kind : kinds) {
                    pause(1_000 + random.nextInt(3_000));
                    befall(kind, 200 + random.nextInt(4_500), random);
                }
            } while (System.nanoTime() < end);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void pause(long millis) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(millis);
    }
}
