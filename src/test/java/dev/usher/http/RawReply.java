package dev.usher.http;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Answer over a bare socket, read until the other side closed it. */
public record RawReply(int status, Map<String, List<String>> headers, String body) {
    private static final int TIMEOUT_MILLIS = 60_000;

    public static RawReply exchange(int port, byte[] bytes) {
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            return parse(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static RawReply parse(String text) {
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new AssertionError("no answer: " + text);
        }
        var lines = text.substring(0, end).split("\r\n");
        var headers = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 1; i < lines.length; i++) {
            var pair = lines[i].split(":", 2);
            headers.computeIfAbsent(pair[0].trim(), name -> new ArrayList<>()).add(pair[1].trim());
        }
        return new RawReply(Integer.parseInt(lines[0].split(" ")[1]), headers, text.substring(end + 4));
    }
}
