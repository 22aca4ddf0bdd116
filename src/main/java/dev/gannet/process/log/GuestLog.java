package dev.gannet.process.log;

/** What else is said in this process, and goes where the server's lines go once there is its log. Any thread. */
public interface GuestLog {
    /** From now on lines go there; those that come after its end are dropped with it. */
    void join(NatsFormatLog log);
}
