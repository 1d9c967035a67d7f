package dev.usher.acceptance;

import dev.usher.dynamodb.TestDynamoDb;
import dev.usher.process.JavaProcess;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** The jar under test, with a class archive for fast starts that the first start of a build creates beside it. */
final class UsherJar {
    static final String JAR = System.getProperty("usher.jar");

    private static final Path ARCHIVE = Path.of(JAR).resolveSibling("usher.jsa");

    private UsherJar() {}

    /** Arguments of {@code java} that run it. */
    static List<String> quickly(String... options) {
        List<String> command = new ArrayList<>(JavaProcess.QUICK);
        command.add("-XX:SharedArchiveFile=" + Archived.FILE);
        command.addAll(List.of(options));
        command.addAll(List.of("-jar", JAR));
        return command;
    }

    private static final class Archived {
        private static final Path FILE = make();

        /** Test classes run in several JVMs; one of them creates the archive. */
        private static Path make() {
            try (var lock = FileChannel.open(
                    ARCHIVE.resolveSibling("usher.jsa.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                lock.lock();
                if (!isCurrent()) {
                    Files.deleteIfExists(ARCHIVE);
                    UsherProcess.archive(TestDynamoDb.endpoint(), ARCHIVE);
                }
                return ARCHIVE;
            } catch (Exception e) {
                throw new IllegalStateException("the classes cannot be archived", e);
            }
        }

        private static boolean isCurrent() throws IOException {
            return Files.exists(ARCHIVE)
                    && Files.getLastModifiedTime(ARCHIVE).compareTo(Files.getLastModifiedTime(Path.of(JAR))) > 0;
        }
    }
}
