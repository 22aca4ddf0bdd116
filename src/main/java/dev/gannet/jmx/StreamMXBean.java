package dev.gannet.jmx;

/** A stream as JMX shows it, as it was at most a second ago. */
@Description("A stream, as it was at most a second ago")
public interface StreamMXBean {
    @Description("Whose it is")
    String getAccount();

    @Description("What it is called")
    String getName();

    @Description("When it was made, as in 2026-11-22T10:19:11.234075461Z")
    String getCreated();

    @Description("Its configuration in JSON, as the API shows it")
    String getConfig();

    @Description("Whether it is in memory, and on no disk")
    boolean isInMemory();

    @Description("Messages in it")
    long getMessages();

    @Description("Most messages; -1 is any number")
    long getMessagesMax();

    @Description("Bytes of its messages")
    long getBytes();

    @Description("Most bytes; -1 is any number")
    long getBytesMax();

    @Description("The sequence of its first message")
    long getFirstSequence();

    @Description("The sequence of its last message")
    long getLastSequence();

    @Description("How many different subjects its messages have")
    long getSubjects();

    @Description("How many consumers it has")
    int getConsumers();

    @Description("Its consumers, by name, looked for when they are asked for; none if there are more than 1,000")
    ConsumerFigures[] getConsumerFigures();

    @Description("What is wrong with it; empty when all is well")
    String getProblem();
}
