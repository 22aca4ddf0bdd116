package dev.gannet.monitor.endpoint;

import java.util.ArrayDeque;
import java.util.Deque;

/** A URL's path without what is not needed in it: empty parts, {@code .} and {@code ..}. Pure functions. */
final class CleanPath {
    private CleanPath() {}

    static String of(String rawPath) {
        Deque<String> parts = new ArrayDeque<>();
        for (String part : rawPath.split("/", -1)) {
            if (part.equals("..")) {
                parts.pollLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        String clean = "/" + String.join("/", parts);
        return rawPath.endsWith("/") && !parts.isEmpty() ? clean + "/" : clean;
    }
}
