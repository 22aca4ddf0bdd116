package dev.gannet.process.log;

/** The levels of a log line, with the names and colours that the reference server gives them. */
enum LogLevel {
    NOTICE("INF", "32"),
    WARN("WRN", "0;93"),
    ERROR("ERR", "31"),
    FATAL("FTL", "31"),
    DEBUG("DBG", "36"),
    TRACE("TRC", "33");

    private final String plain;
    private final String coloured;

    LogLevel(String name, String colour) {
        this.plain = "[" + name + "] ";
        this.coloured = "[\u001b[" + colour + "m" + name + "\u001b[0m] ";
    }

    /** Returns {@code [INF] } and the like. */
    String label(boolean colours) {
        return colours ? coloured : plain;
    }
}
