package dev.gannet.service;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.gannet.base.Clock;
import dev.gannet.base.Quoted;
import dev.gannet.monitor.profile.CpuProfile;
import dev.gannet.monitor.profile.CpuTurn;
import dev.gannet.monitor.profile.NamedProfile;
import dev.gannet.protocol.GoDuration;
import dev.gannet.routing.Request;
import java.time.Duration;
import java.util.Base64;
import javax.management.JMException;
import org.jspecify.annotations.Nullable;

/**
 * Profiles of the process, under the reference's names for them (MO-177). What a JVM does not count is said to be so.
 *
 * <p>Any thread.
 */
final class Profiles {
    private static final long CPU_NANOS_MAX = SECONDS.toNanos(15);
    private static final long SAMPLE_INTERVAL_NANOS = MILLISECONDS.toNanos(10);

    private final Answers answers;
    private final EngineAccess engine;
    private final Clock clock;
    private final CpuTurn cpuTurn;

    Profiles(Answers answers, EngineAccess engine, Clock clock) {
        this.answers = answers;
        this.engine = engine;
        this.clock = clock;
        this.cpuTurn = answers.pages().host().cpuTurn();
    }

    /** A profile in base64, or why there is none. */
    record Profilez(@Nullable String profile, String error) {
        static Profilez of(byte[] profile) {
            return new Profilez(Base64.getEncoder().encodeToString(profile), "");
        }

        static Profilez none(String why) {
            return new Profilez(null, why);
        }
    }

    void respond(Request request) {
        answers.checked(request, RequestShape.PROFILEZ, options -> {
            if (options.text("name").equals("cpu")) {
                cpu(request, options.longNumber("duration"));
            } else {
                answers.answerPage(request, profile(options.text("name"), options.number("debug") > 0));
            }
        });
    }

    private static Profilez profile(String name, boolean isText) {
        if (name.isEmpty()) {
            return Profilez.none("Profile name not specified");
        }
        if (!NamedProfile.NAMES.contains(name)) {
            return Profilez.none("Profile " + Quoted.of(name)
                    + (NamedProfile.isNotOfAJvm(name) ? " is not counted by a JVM" : " not found"));
        }
        try {
            return Profilez.of(NamedProfile.now(new NamedProfile.Wanted(name, isText, false)));
        } catch (JMException e) {
            return Profilez.none("Profile " + Quoted.of(name) + " error: " + e.getMessage());
        }
    }

    private void cpu(Request request, long nanos) {
        if (nanos <= 0 || nanos > CPU_NANOS_MAX) {
            String duration = (nanos < 0 ? "-" : "") + GoDuration.format(Duration.ofNanos(Math.abs(nanos)));
            answers.answerPage(request, Profilez.none("Duration " + duration + " should be between 0s and 15s"));
            return;
        }
        long now = clock.nanoTime();
        if (!cpuTurn.take(now, nanos)) {
            answers.answerPage(request, Profilez.none("Failed to start CPU profile: cpu profiling already in use"));
            return;
        }
        sampleLater(request, new CpuProfile(), now, nanos);
    }

    /** Each look is a task of its own: other requests are answered in between. */
    private void sampleLater(Request request, CpuProfile profile, long startNanos, long nanos) {
        engine.schedule(
                Math.min(SAMPLE_INTERVAL_NANOS, nanos),
                () -> answers.later(request, () -> {
                    profile.sample();
                    long taken = clock.nanoTime() - startNanos;
                    if (taken < nanos) {
                        sampleLater(request, profile, startNanos, nanos);
                    } else {
                        answers.answerPage(request, Profilez.of(profile.end(taken)));
                    }
                }));
    }
}
