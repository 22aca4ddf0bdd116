package dev.gannet.process;

import static dev.gannet.process.RehearsalConnection.INBOX;

import java.io.IOException;

/**
 * What servers are busy with: messages between clients, streams and those who read them, and key-value buckets. The counts are
 * such that the JVM sees what is hot, and no more: a rehearsal takes three seconds of one processor.
 *
 * <p><b>Owner:</b> one thread.
 */
final class RehearsalWork {
    private static final int ROUND = 100;

    /** From this one on the JVM remembers what was hot; an earlier one remembers classes, for which once is enough. */
    private static final int LEARNING_VERSION = 25;

    private static final int ROUNDS = Runtime.version().feature() < LEARNING_VERSION ? 2 : 60;
    private static final int ONE_BY_ONE = 15 * ROUNDS;
    private static final String PAYLOAD = "0123456789abcdef".repeat(8);
    private static final String HEADERS = "NATS/1.0\nNats-Msg-Id: %d\n\n";

    private final RehearsalConnection client;
    private final RehearsalConnection other;

    RehearsalWork(RehearsalConnection client, RehearsalConnection other) {
        this.client = client;
        this.other = other;
    }

    void run() throws IOException {
        client.send("SUB _INBOX.> 1\n");
        talk();
        request();
        store("busy", "file");
        read("busy");
        store("fast", "memory");
        read("fast");
        keep();
    }

    /** Messages from one client to another. */
    private void talk() throws IOException {
        other.send("SUB talk.* 1\nSUB talk.> group 2\nPING\n");
        other.awaitPongs(1);
        for (int round = 0; round < 5 * ROUNDS; round++) {
            client.publish("talk." + round % 7, "", PAYLOAD, ROUND);
            other.awaitMessages(2 * ROUND);
        }
        other.send("UNSUB 1\nUNSUB 2\n");
    }

    /** Requests that another client answers. */
    private void request() throws IOException {
        other.send("SUB ask 3\nPING\n");
        other.awaitPongs(1);
        for (int i = 0; i < ONE_BY_ONE; i++) {
            client.publish("ask", INBOX, PAYLOAD, 1);
            other.awaitMessages(1);
            other.publish(other.replySubject(), "", PAYLOAD, 1);
            client.awaitMessages(1);
        }
        other.send("UNSUB 3\n");
    }

    /** A stream that is written to, much at a time and one by one. */
    private void store(String name, String storage) throws IOException {
        client.ask("$JS.API.STREAM.CREATE." + name, """
                {"name":"%s","subjects":["%s.>"],"storage":"%s","retention":"limits","max_consumers":-1,"max_msgs":-1,"max_bytes":-1,"max_age":0,"discard":"old","num_replicas":1,"allow_direct":true}""".formatted(name, name, storage));
        for (int round = 0; round < ROUNDS; round++) {
            client.publish(name + "." + round % 7, INBOX, PAYLOAD, ROUND);
            client.awaitMessages(ROUND);
        }
        for (int i = 0; i < ONE_BY_ONE; i++) {
            String headers = HEADERS.formatted(i).replace("\n", "\r\n");
            client.send("HPUB " + name + ".one _INBOX.a " + headers.length() + " " + (headers.length() + 2) + "\n"
                    + HEADERS.formatted(i) + "ab\n");
            client.awaitMessages(1);
            client.ask(name + ".one", PAYLOAD);
        }
        client.ask("$JS.API.STREAM.INFO." + name, "");
    }

    /** Consumers, and messages that are asked for without one. */
    private void read(String name) throws IOException {
        client.ask("$JS.API.CONSUMER.CREATE." + name + ".pull", """
                {"stream_name":"%s","action":"create","config":{"name":"pull","durable_name":"pull","ack_policy":"explicit","deliver_policy":"all","max_ack_pending":1000}}""".formatted(name));
        for (int round = 0; round < ROUNDS; round++) {
            client.publish(
                    "$JS.API.CONSUMER.MSG.NEXT." + name + ".pull", INBOX, "{\"batch\":100,\"expires\":5000000000}", 1);
            for (int i = 0; i < ROUND; i++) {
                client.awaitMessages(1);
                client.publish(client.replySubject(), "", "+ACK", 1);
            }
        }
        client.send("SUB push 2\n");
        client.publish("$JS.API.CONSUMER.CREATE." + name, INBOX, """
                {"stream_name":"%s","config":{"deliver_subject":"push","ack_policy":"none","deliver_policy":"all","max_deliver":1,"mem_storage":true}}""".formatted(name), 1);
        client.awaitMessages(1 + ROUND * ROUNDS + 2 * ONE_BY_ONE);
        client.send("UNSUB 2\n");
        for (int i = 0; i < ONE_BY_ONE; i++) {
            client.ask("$JS.API.DIRECT.GET." + name, "{\"seq\":" + (i + 1) + "}");
        }
        for (int i = 0; i < ROUND; i++) {
            client.publish("$JS.API.DIRECT.GET." + name, INBOX, "{\"seq\":1,\"batch\":100}", 1);
            client.awaitMessages(ROUND + 1);
        }
    }

    /** A bucket. */
    private void keep() throws IOException {
        client.ask("$JS.API.STREAM.CREATE.KV_busy", """
                {"name":"KV_busy","subjects":["$KV.busy.>"],"storage":"file","retention":"limits","max_consumers":-1,"max_msgs":-1,"max_bytes":-1,"max_age":0,"max_msgs_per_subject":5,"discard":"new","num_replicas":1,"allow_direct":true,"allow_rollup_hdrs":true,"deny_delete":true}""");
        for (int i = 0; i < ONE_BY_ONE; i++) {
            client.ask("$KV.busy.key" + i % ROUND, PAYLOAD);
            client.ask("$JS.API.DIRECT.GET.KV_busy.$KV.busy.key" + i % ROUND, "");
        }
    }
}
