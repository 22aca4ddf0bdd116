package dev.gannet.monitor.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.gannet.base.CleanPath;
import dev.gannet.base.Clock;
import dev.gannet.base.Quoted;
import dev.gannet.monitor.profile.CpuProfile;
import dev.gannet.monitor.profile.CpuTurn;
import dev.gannet.monitor.profile.NamedProfile;
import dev.gannet.monitor.profile.ProfileIndex;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import javax.management.JMException;
import org.jspecify.annotations.Nullable;

/**
 * {@code /debug/pprof/} without HTTP (CF-26, CF-82): profiles of the process where {@code go tool pprof} looks for them.
 * What a JVM does not count is said to be so, and is not in the index.
 *
 * <p><b>Owner:</b> any thread, never an event loop: who asks for a profile of the processor waits for at most
 * {@value #SECONDS_MAX} seconds, one at a time, and until {@link #stop} at the latest.
 */
public final class ProfilePages {
    /** How long a profile of the processor may take. */
    public static final int SECONDS_MAX = 60;

    private static final int SECONDS_DEFAULT = 30;
    private static final long SAMPLE_INTERVAL_MILLIS = 10;
    private static final String ROOT = "/debug/pprof";
    private static final String BELOW_ROOT = ROOT + "/";
    private static final Set<String> METHODS = Set.of("GET", "HEAD");

    private final CpuTurn cpuTurn;
    private final Clock clock;
    private final CountDownLatch stopped = new CountDownLatch(1);

    public ProfilePages(CpuTurn cpuTurn, Clock clock) {
        this.cpuTurn = cpuTurn;
        this.clock = clock;
    }

    /**
     * Answers a request.
     *
     * @param rawPath the path of its URL as it was sent
     * @param rawQuery what stands behind the question mark, still encoded, or null
     */
    public MonitorResponse answer(String method, String rawPath, @Nullable String rawQuery) {
        String clean = CleanPath.request(rawPath);
        String wanted = clean.equals(ROOT) ? BELOW_ROOT : clean;
        if (!wanted.equals(rawPath)) {
            String query = rawQuery == null || rawQuery.isEmpty() ? "" : "?" + rawQuery;
            return MonitorResponse.redirect(method, wanted.replace("%", "%25") + query);
        }
        String path = decoded(rawPath);
        if (!path.startsWith(BELOW_ROOT)) {
            return MonitorResponse.notFound();
        }
        if (!METHODS.contains(method)) {
            return MonitorResponse.text(405, "Method Not Allowed\n").with("Allow", "GET, HEAD");
        }
        return answer(path.substring(BELOW_ROOT.length()), new Query(rawQuery));
    }

    /** Ends a profile of the processor that is being taken: it is answered with what it has. */
    public void stop() {
        stopped.countDown();
    }

    private MonitorResponse answer(String name, Query query) {
        return switch (name) {
            case "" -> MonitorResponse.html(ProfileIndex.now(SECONDS_MAX)).with("X-Content-Type-Options", "nosniff");
            case "cmdline" ->
                MonitorResponse.text(200, String.join("\0", Expvarz.now().commandLine()));
            case "profile" -> cpu(query.text("seconds"));
            default -> named(name, query);
        };
    }

    private static MonitorResponse named(String name, Query query) {
        if (NamedProfile.isNotOfAJvm(name)) {
            return problem(501, "Profile " + Quoted.of(name) + " is not counted by a JVM");
        }
        if (!NamedProfile.NAMES.contains(name)) {
            return problem(404, "Unknown profile");
        }
        boolean isText = isSet(query, "debug");
        if (!query.text("seconds").isEmpty()) {
            return overTime(query, isText);
        }
        try {
            byte[] profile = NamedProfile.now(new NamedProfile.Wanted(name, isText, isSet(query, "gc")));
            return isText ? MonitorResponse.text(200, new String(profile, UTF_8)) : MonitorResponse.file(name, profile);
        } catch (JMException e) {
            return problem(500, "Profile " + Quoted.of(name) + " error: " + e.getMessage());
        }
    }

    /** What changes over a time is not told, but what is wrong with the question is. */
    private static MonitorResponse overTime(Query query, boolean isText) {
        if (number(query.text("seconds")) <= 0) {
            return problem(400, "invalid value for \"seconds\" - must be a positive integer");
        }
        return isText
                ? problem(400, "seconds and debug params are incompatible")
                : problem(501, "\"seconds\" is for \"profile\" only");
    }

    private MonitorResponse cpu(String wanted) {
        long asked = number(wanted);
        long seconds = asked <= 0 ? SECONDS_DEFAULT : asked;
        if (seconds > SECONDS_MAX) {
            return problem(400, "profile duration exceeds " + SECONDS_MAX + " seconds");
        }
        long start = clock.nanoTime();
        long nanos = SECONDS.toNanos(seconds);
        if (!cpuTurn.take(start, nanos)) {
            return problem(500, "Could not enable CPU profiling: cpu profiling already in use");
        }
        CpuProfile profile = new CpuProfile();
        try {
            while (clock.nanoTime() - start < nanos && !stopped.await(SAMPLE_INTERVAL_MILLIS, MILLISECONDS)) {
                profile.sample();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // The listener is being closed: what is there is all there will be.
        }
        return MonitorResponse.file("profile", profile.end(clock.nanoTime() - start));
    }

    private static boolean isSet(Query query, String parameter) {
        return number(query.text(parameter)) != 0;
    }

    /** Returns 0 for what is no number, as good as none. */
    private static long number(String text) {
        return text.matches("[+-]?[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }

    /** Tools show the text where this header is. */
    private static MonitorResponse problem(int status, String text) {
        return MonitorResponse.text(status, text + "\n").with("X-Go-Pprof", "1");
    }

    /** Returns a path as it is meant; one that cannot be is as good as none. */
    private static String decoded(String rawPath) {
        try {
            return new URI(rawPath).getPath();
        } catch (URISyntaxException e) {
            return "";
        }
    }
}
