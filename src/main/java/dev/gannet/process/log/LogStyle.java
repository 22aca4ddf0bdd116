package dev.gannet.process.log;

/**
 * How the lines of a {@link NatsFormatLog} look, and which there are.
 *
 * @param pid the process id in front of each line
 * @param time whether a line has its time
 * @param utc whether that time is UTC, not local
 * @param debug whether there are debug lines
 * @param trace whether there are trace lines
 * @param colours whether the level is coloured, for a terminal
 */
public record LogStyle(long pid, boolean time, boolean utc, boolean debug, boolean trace, boolean colours) {
    /** Local times, no debug or trace lines, no colours. */
    public static LogStyle of(long pid) {
        return new LogStyle(pid, true, false, false, false, false);
    }

    LogStyle withColours(boolean colours) {
        return new LogStyle(pid, time, utc, debug, trace, colours);
    }
}
