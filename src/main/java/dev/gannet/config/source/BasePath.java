package dev.gannet.config.source;

import java.util.ArrayDeque;
import java.util.Deque;

/** The path before every monitoring endpoint, in its plain form: one slash at the start, none at the end. */
final class BasePath {
    private BasePath() {}

    static String of(String text) {
        Deque<String> parts = new ArrayDeque<>();
        for (String part : text.split("/", -1)) {
            if (part.equals("..")) {
                parts.pollLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return "/" + String.join("/", parts);
    }
}
