package dev.gannet.base;

/** Another log with the same text before each line. */
final class PrefixedLog implements ServerLog {
    private final ServerLog log;
    private final String prefix;

    PrefixedLog(ServerLog log, String prefix) {
        this.log = log;
        this.prefix = prefix;
    }

    @Override
    public void notice(String text) {
        log.notice(prefix + text);
    }

    @Override
    public void warn(String text) {
        log.warn(prefix + text);
    }

    @Override
    public void error(String text) {
        log.error(prefix + text);
    }

    @Override
    public void fatal(String text) {
        log.fatal(prefix + text);
    }

    @Override
    public void debug(String text) {
        if (log.debugEnabled()) {
            log.debug(prefix + text);
        }
    }

    @Override
    public void trace(String text) {
        if (log.traceEnabled()) {
            log.trace(prefix + text);
        }
    }

    @Override
    public boolean debugEnabled() {
        return log.debugEnabled();
    }

    @Override
    public boolean traceEnabled() {
        return log.traceEnabled();
    }

    @Override
    public ServerLog withPrefix(String inner) {
        return new PrefixedLog(log, prefix + inner);
    }
}
