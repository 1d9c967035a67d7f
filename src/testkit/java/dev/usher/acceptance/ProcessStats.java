package dev.usher.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Resources that a JVM uses at one moment.
 *
 * @param threads of the process, those of the JVM itself included
 * @param residentMegabytes resident memory
 * @param liveMegabytes heap in use after a full collection
 */
record ProcessStats(int threads, long residentMegabytes, long liveMegabytes) {
    private static final Pattern THREADS = Pattern.compile("(?m)^Threads:\\s+(\\d+)");
    private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB");
    private static final Pattern LIVE = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");
    private static final long KILO = 1024;

    /** Measures a process; forces a full collection in it. */
    static ProcessStats of(long pid) throws IOException, InterruptedException {
        long live = number(LIVE, jcmd(pid, "GC.class_histogram")) / KILO / KILO;
        var status = Files.readString(Path.of("/proc", Long.toString(pid), "status"));
        return new ProcessStats((int) number(THREADS, status), number(RESIDENT, status) / KILO, live);
    }

    private static String jcmd(long pid, String command) throws IOException, InterruptedException {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var process = new ProcessBuilder(jcmd, Long.toString(pid), command)
                .redirectErrorStream(true)
                .start();
        var output = new String(process.getInputStream().readAllBytes());
        process.waitFor(10, TimeUnit.SECONDS);
        return output;
    }

    private static long number(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        if (!found.find()) {
            throw new IllegalStateException("no " + pattern + " in " + text);
        }
        return Long.parseLong(found.group(1));
    }
}
