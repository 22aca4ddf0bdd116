package dev.gannet.process.log;

/** The levels of a log line, with the names and colours that the reference server gives them. */
enum LogLevel {
    NOTICE("INF", "32", 5),
    WARN("WRN", "0;93", 4),
    ERROR("ERR", "31", 3),
    FATAL("FTL", "31", 2),
    DEBUG("DBG", "36", 7),
    TRACE("TRC", "33", 5);

    private final int severity;
    private final String plain;
    private final String coloured;

    LogLevel(String name, String colour, int severity) {
        this.severity = severity;
        this.plain = "[" + name + "] ";
        this.coloured = "[\u001b[" + colour + "m" + name + "\u001b[0m] ";
    }

    /** Returns the number that syslog has for it. */
    int severity() {
        return severity;
    }

    /** Returns {@code [INF] } and the like. */
    String label(boolean colours) {
        return colours ? coloured : plain;
    }
}
