package dev.gannet.monitor.jetstream;

/**
 * What was sent to consumers and said of it, since the start of the server.
 *
 * @param sent messages that were sent for the first time
 * @param sentAgain messages that were sent once more
 * @param acks how often somebody said that a message is done
 * @param naks how often that it is to come again
 * @param terms how often that it is to come no more
 */
public record DeliveryTotals(long sent, long sentAgain, long acks, long naks, long terms) {
    public static final DeliveryTotals NONE = new DeliveryTotals(0, 0, 0, 0, 0);
}
