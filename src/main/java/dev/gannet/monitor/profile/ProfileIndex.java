package dev.gannet.monitor.profile;

import java.lang.management.ManagementFactory;

/** The page that says which profiles there are. Pure functions. */
public final class ProfileIndex {
    private static final String PAGE = """
            <!DOCTYPE html>
            <html lang="en">
            <head><title>/debug/pprof/</title></head>
            <body>
            <h1>/debug/pprof/</h1>
            <table>
            <tr><td>1</td><td><a href="cmdline?debug=1">cmdline</a></td><td>the name of the program</td></tr>
            <tr><td>%1$d</td><td><a href="goroutine?debug=1">goroutine</a></td><td>what the threads are doing</td></tr>
            <tr><td>%2$d</td><td><a href="heap?debug=1">heap</a></td><td>objects and bytes on the heap, by class;
            with <code>gc=1</code> it is collected first</td></tr>
            <tr><td>%1$d</td><td><a href="threadcreate?debug=1">threadcreate</a></td><td>the same as goroutine</td></tr>
            <tr><td></td><td><a href="profile">profile</a></td><td>who uses the processor during the next
            <code>seconds</code>: 30, at most %3$d</td></tr>
            </table>
            <p>Without <code>debug=1</code> they are files for <code>go tool pprof</code>.</p>
            </body>
            </html>
            """;

    private ProfileIndex() {}

    /** Returns the page; {@code cpuSecondsMax} is how long a profile of the processor may take. */
    public static String now(int cpuSecondsMax) {
        int threads = ManagementFactory.getThreadMXBean().getThreadCount();
        int classes = ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();
        return PAGE.formatted(threads, classes, cpuSecondsMax);
    }
}
