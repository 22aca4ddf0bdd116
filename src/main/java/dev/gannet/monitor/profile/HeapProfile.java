package dev.gannet.monitor.profile;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * What lies on the heap, by class: how many objects and how many bytes. A JVM knows that, and not who allocated them. What
 * nobody refers to any more is counted too, unless it is asked for otherwise: to leave it out takes a collection of the
 * whole heap.
 *
 * <p>Pure functions.
 */
public final class HeapProfile {
    private static final Pattern LINE = Pattern.compile("\\s*[0-9]+:\\s+([0-9]+)\\s+([0-9]+)\\s+(\\S.*)");

    private HeapProfile() {}

    /**
     * Takes it.
     *
     * @param text whether a person is to read it
     * @param isCollected whether the heap is to be collected first
     * @throws JMException if this JVM has no such thing
     */
    public static byte[] now(boolean text, boolean isCollected) throws JMException {
        String histogram = histogram(isCollected);
        return text ? histogram.getBytes(UTF_8) : pprof(histogram);
    }

    private static String histogram(boolean isCollected) throws JMException {
        Object[] arguments = {isCollected ? new String[0] : new String[] {"-all"}};
        String[] signature = {String[].class.getName()};
        ObjectName commands = new ObjectName("com.sun.management:type=DiagnosticCommand");
        return String.valueOf(
                ManagementFactory.getPlatformMBeanServer().invoke(commands, "gcClassHistogram", arguments, signature));
    }

    static byte[] pprof(String histogram) {
        Pprof profile = new Pprof(new Pprof.Value("inuse_objects", "count"), new Pprof.Value("inuse_space", "bytes"));
        histogram.lines().map(LINE::matcher).filter(Matcher::matches).forEach(line -> {
            Pprof.Frame kind = new Pprof.Frame(line.group(3), "", 0);
            profile.add(List.of(kind), Long.parseLong(line.group(1)), Long.parseLong(line.group(2)));
        });
        return profile.gzip();
    }
}
