package dev.gannet.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * Two clients that behave: one publishes numbered messages, the other one must get each of them once, in order, and not
 * a byte more, whatever strangers do in the same turns.
 *
 * <p><b>Owner:</b> the test's thread.
 */
final class Witness {
    private final MemoryServer whole;
    private final MemoryServer split;
    private final Pair publisher;
    private final Pair subscriber;
    private final StringBuilder expected = new StringBuilder();
    private long number;

    /**
     * @param login fields of CONNECT that say who they are, each with a comma behind it
     */
    Witness(MemoryServer whole, MemoryServer split, String login) {
        this.whole = whole;
        this.split = split;
        this.publisher = new Pair(whole.connect(), split.connect());
        this.subscriber = new Pair(whole.connect(), split.connect());
        String connect = "CONNECT {" + login + "\"verbose\":false,\"pedantic\":false}\r\n";
        send(publisher, connect);
        send(subscriber, connect + "SUB good.only 7\r\n");
        turn();
        take(publisher);
        take(subscriber);
    }

    /** Sends the next message; it arrives in a turn to come. */
    void publish() {
        number++;
        String text = Long.toString(number);
        send(publisher, "PUB good.only " + text.length() + "\r\n" + text + "\r\nPING\r\n");
        expected.append("MSG good.only 7 ")
                .append(text.length())
                .append("\r\n")
                .append(text)
                .append("\r\n");
    }

    /** Checks what has come since the last call. */
    void check() {
        checkOne("subscriber", subscriber, expected.toString());
        checkOne("publisher", publisher, "PONG\r\n");
        expected.setLength(0);
    }

    private static void checkOne(String who, Pair pair, String expected) {
        String atWhole = text(pair.whole());
        String atSplit = text(pair.split());
        if (!atWhole.equals(expected) || !atSplit.equals(expected)) {
            throw new AssertionError("the " + who + " that behaves got:\n" + atWhole + "\nin pieces:\n" + atSplit
                    + "\n(expected: " + expected + ")");
        }
    }

    /** The time that passes may bring a question whether the client is there. */
    private static String text(MemoryConnection connection) {
        return new String(connection.takeOutput(), ISO_8859_1).replace("PING\r\n", "");
    }

    void leave() {
        publisher.whole().endInput();
        publisher.split().endInput();
        subscriber.whole().endInput();
        subscriber.split().endInput();
    }

    private void turn() {
        whole.turn();
        split.turn();
    }

    private static void send(Pair pair, String text) {
        pair.whole().receive(text.getBytes(ISO_8859_1));
        pair.split().receive(text.getBytes(ISO_8859_1));
    }

    private static void take(Pair pair) {
        pair.whole().takeOutput();
        pair.split().takeOutput();
    }
}
