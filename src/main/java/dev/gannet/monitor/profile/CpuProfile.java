package dev.gannet.monitor.profile;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the processor's time goes: whoever takes it looks again and again at the threads that have used some since, and
 * counts that for what they are doing.
 *
 * <p><b>Owner:</b> one thread at a time, one after the other.
 */
public final class CpuProfile {
    private static final int FRAMES_MAX = 128;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Pprof profile = new Pprof(new Pprof.Value("samples", "count"), new Pprof.Value("cpu", "nanoseconds"));
    private final Map<Long, Long> usedBefore = new HashMap<>();

    public CpuProfile() {
        for (long id : threads.getAllThreadIds()) {
            usedBefore.put(id, threads.getThreadCpuTime(id));
        }
    }

    /** Looks at the threads; the one that looks does not count itself. */
    public void sample() {
        Map<Long, Long> used = new HashMap<>();
        for (long id : threads.getAllThreadIds()) {
            long now = threads.getThreadCpuTime(id);
            long before = usedBefore.getOrDefault(id, 0L);
            usedBefore.put(id, now);
            if (now > before && id != Thread.currentThread().getId()) {
                used.put(id, now - before);
            }
        }
        long[] ids = used.keySet().stream().mapToLong(Long::longValue).toArray();
        for (ThreadInfo info : threads.getThreadInfo(ids, FRAMES_MAX)) {
            if (info != null) { // Else it has ended.
                List<Pprof.Frame> stack =
                        Arrays.stream(info.getStackTrace()).map(Pprof.Frame::of).toList();
                profile.add(stack, 1, used.getOrDefault(info.getThreadId(), 0L));
            }
        }
    }

    /** Returns what was seen so far. */
    public byte[] end(long durationNanos) {
        profile.duration(durationNanos);
        return profile.gzip();
    }
}
