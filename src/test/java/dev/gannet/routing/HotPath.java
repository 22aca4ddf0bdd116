package dev.gannet.routing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.account.Accounts;
import dev.gannet.account.PublishScope;
import dev.gannet.config.ServerConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * A publisher, some subscribers, and the messages of one turn: everything from the parser to the sockets, which take all
 * and keep nothing.
 *
 * <p><b>Owner:</b> the thread of a test or a benchmark.
 */
final class HotPath {
    static final int MESSAGES_IN_TURN = 100;
    private static final int SUBJECTS = 1000;
    private static final int FANOUT = 10;
    private static final String PAYLOAD = "x".repeat(128);

    /** What is published, and to whom. */
    enum Scene {
        ONE_TO_ONE,
        FANOUT_WITH_ONE_SID,
        FANOUT_WITH_DIFFERENT_SIDS,
        QUEUE_GROUP,
        WITH_HEADERS,
        WITH_REPLY,
        MANY_SUBJECTS,
        WILDCARDS,
        NOBODY
    }

    private final FakePeer.Loop loop = new FakePeer.Loop(0, 1);
    private final PublishScope scope =
            new Accounts(ServerConfig.embedded(), () -> 1).global().scope(null);
    private final FakePeer publisher = peer();
    private final List<byte[]> turns = new ArrayList<>();
    private int next;

    HotPath(Scene scene) {
        subscribe(scene);
        int count = scene == Scene.MANY_SUBJECTS ? SUBJECTS : MESSAGES_IN_TURN;
        for (int from = 0; from < count; from += MESSAGES_IN_TURN) {
            StringBuilder turn = new StringBuilder();
            for (int i = from; i < from + MESSAGES_IN_TURN; i++) {
                turn.append(message(scene, i));
            }
            turns.add(turn.toString().getBytes(ISO_8859_1));
        }
    }

    private void subscribe(Scene scene) {
        switch (scene) {
            case ONE_TO_ONE, WITH_HEADERS, WITH_REPLY -> peer().add("orders.eu", null, "1");
            case MANY_SUBJECTS, WILDCARDS -> peer().add("orders.*", null, "1");
            case NOBODY -> peer().add("other", null, "1");
            default -> {
                for (int i = 0; i < FANOUT; i++) {
                    String queue = scene == Scene.QUEUE_GROUP ? "q" : null;
                    String sid = scene == Scene.FANOUT_WITH_ONE_SID ? "1" : Integer.toString(i);
                    peer().add("orders.eu", queue, sid);
                }
            }
        }
    }

    private static String message(Scene scene, int index) {
        String subject = scene == Scene.MANY_SUBJECTS ? "orders." + index : "orders.eu";
        String end = PAYLOAD + "\r\n";
        return switch (scene) {
            case WITH_HEADERS -> "HPUB " + subject + " 12 140\r\nNATS/1.0\r\n\r\n" + end;
            case WITH_REPLY -> "PUB " + subject + " _INBOX.abcdefgh.1 128\r\n" + end;
            default -> "PUB " + subject + " 128\r\n" + end;
        };
    }

    private FakePeer peer() {
        FakePeer peer = new FakePeer(loop, 1, scope);
        peer.sink.forget();
        return peer;
    }

    /** Publishes {@link #MESSAGES_IN_TURN} messages and flushes; returns what the router said of the last one. */
    int turn() {
        byte[] messages = turns.get(next);
        next = next + 1 == turns.size() ? 0 : next + 1;
        int result = publisher.send(messages);
        loop.staging.flushAll();
        return result;
    }

    /** Publishes messages that are given, and flushes. */
    void turn(byte[] messages) {
        publisher.send(messages);
        loop.staging.flushAll();
    }
}
