package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.dev.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * An nginx on loopback in front of one server.
 *
 * @param uri address of the shipped sample
 * @param plain address without settings but where to pass requests, which it does for the path {@code /usher/}
 */
record NginxProxy(URI uri, URI plain, Path folder, Process process) implements AutoCloseable {
    static boolean isInstalled() {
        return Stream.of(System.getenv("PATH").split(":")).anyMatch(path -> Files.isExecutable(Path.of(path, "nginx")));
    }

    /** @param folder for its files */
    static NginxProxy start(Path folder, URI server) throws Exception {
        var uri = URI.create("http://127.0.0.1:" + FreePort.any());
        var plain = URI.create("http://127.0.0.1:" + FreePort.any());
        var file = configuration(folder, server, uri, plain).toString();
        var process = new ProcessBuilder(
                        "nginx", "-e", folder.resolve("error.log").toString(), "-p", folder.toString(), "-c", file)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.log").toFile())
                .start();
        var proxy = new NginxProxy(uri, plain, folder, process);
        Eventually.holds(() -> {
            assertThat(process.isAlive())
                    .as(() -> proxy.read("output.log") + proxy.read("error.log"))
                    .isTrue();
            var page = HttpRequest.newBuilder(uri.resolve("/openapi.yaml")).build();
            assertThat(HttpClient.newHttpClient()
                            .send(page, BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(200);
        });
        return proxy;
    }

    /** The sample as it is, but for ports and the names of replicas. */
    private static Path configuration(Path folder, URI server, URI uri, URI plain) throws IOException {
        var sample = Files.readString(Path.of("deploy", "routing", "nginx.conf"));
        var here = sample.replace("listen 80;", "listen " + uri.getAuthority() + ";")
                .replaceAll("usher-[0-9]:8080", server.getAuthority());
        assertThat(here).isNotEqualTo(sample).doesNotContain("8080");
        var folders = Stream.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
                .map(kind -> "  %s_temp_path %s;%n".formatted(kind, folder.resolve(kind)))
                .reduce("", String::concat);
        var user = System.getProperty("user.name").equals("root") ? "user root;" : "";
        return Files.writeString(
                folder.resolve("nginx.conf"),
                """
                daemon off;
                %s
                pid %s;
                events {}
                http {
                  access_log off;
                %s
                %s
                  server {
                    listen %s;
                    location /usher/ { proxy_pass %s/; }
                  }
                }
                """
                        .formatted(user, folder.resolve("nginx.pid"), folders, here, plain.getAuthority(), server));
    }

    private String read(String log) {
        try {
            return Files.readString(folder.resolve(log));
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() {
        process.destroy();
        Eventually.holds(() -> assertThat(process.isAlive()).isFalse());
    }
}
