package dev.gannet.base;

/** A log that keeps nothing. */
final class SilentLog implements ServerLog {
    static final SilentLog INSTANCE = new SilentLog();

    private SilentLog() {}

    @Override
    public void notice(String text) {}

    @Override
    public void warn(String text) {}

    @Override
    public void error(String text) {}

    @Override
    public void fatal(String text) {}

    @Override
    public void debug(String text) {}

    @Override
    public void trace(String text) {}

    @Override
    public boolean debugEnabled() {
        return false;
    }

    @Override
    public boolean traceEnabled() {
        return false;
    }

    @Override
    public ServerLog withPrefix(String prefix) {
        return this;
    }
}
