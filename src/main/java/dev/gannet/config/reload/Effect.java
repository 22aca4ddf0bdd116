package dev.gannet.config.reload;

/** What is to be done for a change, beside putting the new settings in force. */
public enum Effect {
    /** Nothing: whoever needs the setting asks for it each time. */
    NONE,
    /** The log writes other lines, or elsewhere. */
    LOG,
    /** Connections are too many now. */
    MAX_CONNECTIONS,
    /** The file with the process id is written. */
    PID_FILE,
    /** The file with the ports moves. */
    PORTS_FILE,
    /** Who listens beside the event loops shows other certificates. */
    TLS,
    /** Streams are there from now on, or no longer. */
    JETSTREAM
}
