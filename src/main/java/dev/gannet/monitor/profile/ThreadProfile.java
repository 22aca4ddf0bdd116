package dev.gannet.monitor.profile;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** What the threads of the process are doing now. Pure functions. */
public final class ThreadProfile {
    private ThreadProfile() {}

    /**
     * Takes it.
     *
     * @param text whether a person is to read it
     */
    public static byte[] now(boolean text) {
        if (text) {
            return Stacks.text().getBytes(UTF_8);
        }
        Pprof profile = new Pprof(new Pprof.Value("thread", "count"));
        for (StackTraceElement[] stack : Thread.getAllStackTraces().values()) {
            profile.add(Arrays.stream(stack).map(Pprof.Frame::of).toList(), 1);
        }
        return profile.gzip();
    }
}
