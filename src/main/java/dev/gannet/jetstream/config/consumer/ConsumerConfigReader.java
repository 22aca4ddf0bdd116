package dev.gannet.jetstream.config.consumer;

/** Reads what a consumer is asked to be (CO-1 to CO-44). Any thread. */
public final class ConsumerConfigReader {
    /** What is to happen if the consumer is there, or is not (CO-44). */
    public enum Action {
        EITHER,
        CREATE,
        UPDATE
    }

    /**
     * What was asked, as it is in the body; what the subject says is already taken over.
     *
     * @param stream the stream's name
     * @param isLegacy whether the subject had no name that a consumer could be changed by (CO-49)
     * @param isPedantic whether nothing is to be another value than was asked (CO-38)
     */
    public record Asked(String stream, ConsumerConfig config, Action action, boolean isLegacy, boolean isPedantic) {}

    private ConsumerConfigReader() {}
}
