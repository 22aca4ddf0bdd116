package dev.gannet.base;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Hands each line to a {@link Logger}; which levels are kept, and where, is decided there. */
final class SystemLoggerLog implements ServerLog {
    private final Logger logger;

    SystemLoggerLog(Logger logger) {
        this.logger = logger;
    }

    @Override
    public void notice(String text) {
        logger.log(Level.INFO, text);
    }

    @Override
    public void warn(String text) {
        logger.log(Level.WARNING, text);
    }

    @Override
    public void error(String text) {
        logger.log(Level.ERROR, text);
    }

    @Override
    public void fatal(String text) {
        logger.log(Level.ERROR, text);
    }

    @Override
    public void debug(String text) {
        logger.log(Level.DEBUG, text);
    }

    @Override
    public void trace(String text) {
        logger.log(Level.TRACE, text);
    }

    @Override
    public boolean debugEnabled() {
        return logger.isLoggable(Level.DEBUG);
    }

    @Override
    public boolean traceEnabled() {
        return logger.isLoggable(Level.TRACE);
    }
}
