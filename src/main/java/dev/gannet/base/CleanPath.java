package dev.gannet.base;

import java.util.ArrayDeque;
import java.util.Deque;

/** A URL's path without what is not needed in it: empty parts, {@code .} and {@code ..}. Pure functions. */
public final class CleanPath {
    private CleanPath() {}

    /** The path of a folder: one slash at the start, none at the end. */
    public static String folder(String rawPath) {
        Deque<String> parts = new ArrayDeque<>();
        for (String part : rawPath.split("/", -1)) {
            if (part.equals("..")) {
                parts.pollLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return "/" + String.join("/", parts);
    }

    /** The path of a request, whose slash at the end means something. */
    public static String request(String rawPath) {
        String clean = folder(rawPath);
        return rawPath.endsWith("/") && clean.length() > 1 ? clean + "/" : clean;
    }
}
