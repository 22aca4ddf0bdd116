package dev.gannet.monitor.jetstream;

/** A stream as JMX shows it, as it was at most a second ago. */
public interface StreamMXBean {
    String getAccount();

    String getName();

    /** When it was made, as in {@code 2026-11-22T10:19:11.234075461Z}. */
    String getCreated();

    /** Its configuration in JSON, as the API shows it. */
    String getConfig();

    boolean isInMemory();

    long getMessages();

    /** Most messages; -1 is any number. */
    long getMessagesMax();

    long getBytes();

    /** Most bytes; -1 is any number. */
    long getBytesMax();

    long getFirstSequence();

    long getLastSequence();

    /** How many different subjects its messages have. */
    long getSubjects();

    int getConsumers();

    /** Its consumers, by name, looked for when they are asked for; none if there are more than 1,000. */
    ConsumerFigures[] getConsumerFigures();

    /** What is wrong with it; empty when all is well. */
    String getProblem();
}
