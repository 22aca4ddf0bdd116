package dev.gannet.base;

/**
 * The log that one server writes to. It comes in through the constructor, so that several servers in one JVM each
 * have their own.
 *
 * <p>A caller whose text costs something to make asks {@link #debugEnabled} or {@link #traceEnabled} first. Every
 * implementation may be called from any thread and never throws because a line could not be written.
 */
public interface ServerLog {
    void notice(String text);

    void warn(String text);

    void error(String text);

    /** Says why the server cannot go on. It only says so: ending the process is the host's decision. */
    void fatal(String text);

    void debug(String text);

    void trace(String text);

    boolean debugEnabled();

    boolean traceEnabled();

    /** Returns a view of this log whose lines begin with {@code prefix}, such as {@code 127.0.0.1:51234 - cid:5 - }. */
    default ServerLog withPrefix(String prefix) {
        return new PrefixedLog(this, prefix);
    }

    /** Returns a log that keeps nothing. */
    static ServerLog silent() {
        return SilentLog.INSTANCE;
    }

    /** Returns a log that hands each line to {@code logger}, for a server inside somebody else's program. */
    static ServerLog to(System.Logger logger) {
        return new SystemLoggerLog(logger);
    }
}
