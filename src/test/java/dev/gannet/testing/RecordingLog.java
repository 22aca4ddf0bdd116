package dev.gannet.testing;

import dev.gannet.base.ServerLog;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A log that keeps its lines, with their levels in front as in nats-server's: {@code [INF] text}. Any thread. */
public final class RecordingLog implements ServerLog {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private volatile boolean loud;

    /** Whether there are debug and trace lines. */
    public RecordingLog loud(boolean isLoud) {
        loud = isLoud;
        return this;
    }

    public List<String> lines() {
        return lines;
    }

    @Override
    public void notice(String text) {
        lines.add("[INF] " + text);
    }

    @Override
    public void warn(String text) {
        lines.add("[WRN] " + text);
    }

    @Override
    public void error(String text) {
        lines.add("[ERR] " + text);
    }

    @Override
    public void fatal(String text) {
        lines.add("[FTL] " + text);
    }

    @Override
    public void debug(String text) {
        if (loud) {
            lines.add("[DBG] " + text);
        }
    }

    @Override
    public void trace(String text) {
        if (loud) {
            lines.add("[TRC] " + text);
        }
    }

    @Override
    public boolean debugEnabled() {
        return loud;
    }

    @Override
    public boolean traceEnabled() {
        return loud;
    }
}
