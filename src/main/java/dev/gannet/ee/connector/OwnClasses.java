package dev.gannet.ee.connector;

import dev.gannet.base.ServerLog;
import jakarta.servlet.ServletContext;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * Loads every class of the server once it has started: Payara Micro, told to end, deletes the files of its applications while
 * it ends them, and then what only an end needs is not to be had any more.
 */
record OwnClasses(ServletContext application, ServerLog log) {
    private static final String ROOT = "/WEB-INF/classes/";
    private static final String SUFFIX = ".class";

    /** Takes some tenths of a second. Any thread. */
    void load() {
        ClassLoader loader = application.getClassLoader();
        Deque<String> directories = new ArrayDeque<>(Set.of(ROOT + "dev/gannet/"));
        while (!directories.isEmpty()) {
            Set<String> found = application.getResourcePaths(directories.remove());
            for (String path : found == null ? Set.<String>of() : found) {
                if (path.endsWith("/")) {
                    directories.add(path);
                } else if (path.endsWith(SUFFIX)) {
                    load(nameOf(path), loader);
                }
            }
        }
    }

    private static String nameOf(String path) {
        return path.substring(ROOT.length(), path.length() - SUFFIX.length()).replace('/', '.');
    }

    private void load(String name, ClassLoader loader) {
        try {
            Class.forName(name, false, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            log.debug(name + " cannot be loaded here: " + e); // It is for another host, or for nothing that is here.
        }
    }
}
