package dev.gannet.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gannet.testing.CrashStream;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A client that publishes to a stream until its server is killed, and notes each answer.
 *
 * <p><b>Owner:</b> a thread of its own; answers come on the connection's.
 */
final class CrashClient extends CrashConnection {
    private static final int WAITING_MAX = 100;
    private static final int CHANGE_EVERY = 60;
    private static final int IDS_BITS = 40;
    private static final Pattern SEQ = Pattern.compile("\"seq\":\\s*(\\d+)");

    private final int number;
    private final CrashStream stream;
    private final SplittableRandom random;
    private final Runnable onAck;
    private final Semaphore room = new Semaphore(WAITING_MAX);

    CrashClient(int number, CrashStream stream, Connection connection, long seed, Runnable onAck) {
        super(connection);
        this.number = number;
        this.stream = stream;
        this.random = new SplittableRandom(seed);
        this.onAck = onAck;
    }

    @Override
    public void end() {
        super.end();
        room.release(WAITING_MAX);
    }

    @Override
    public void run() {
        String inbox = connection().createInbox();
        Dispatcher answers = connection().createDispatcher(this::answered);
        answers.subscribe(inbox + ".*");
        Queue<Integer> again =
                new ArrayDeque<>(stream.kind() == CrashStream.Kind.UNIQUE ? stream.unknown() : List.of());
        try {
            for (int i = 1; !isEnded(); i++) {
                room.acquire();
                Integer next = again.poll();
                int message = next == null ? stream.next(number) : next;
                connection()
                        .publish(
                                stream.subject(message),
                                inbox + "." + message,
                                headers(message),
                                stream.payload(message));
                if (stream.kind() == CrashStream.Kind.CLEARED && i % CHANGE_EVERY == 0) {
                    change();
                }
            }
        } catch (IllegalStateException e) {
            note(e); // The connection is closed.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void note(Exception e) {
        wrongUnlessEnded("client " + number + ": " + e);
    }

    private Headers headers(int message) {
        Headers headers = new Headers();
        if (stream.kind() == CrashStream.Kind.UNIQUE) {
            headers.put("Nats-Msg-Id", Long.toHexString((1L << IDS_BITS) + message));
        } else if (message % 3 == 0) {
            headers.put("Anything", Integer.toString(message));
        }
        return headers;
    }

    private void answered(Message answer) {
        String text = new String(answer.getData(), UTF_8);
        Matcher seq = SEQ.matcher(text);
        int message = Integer.parseInt(
                answer.getSubject().substring(answer.getSubject().lastIndexOf('.') + 1));
        if (text.contains("\"error\"") || !seq.find()) {
            wrong(stream.name() + ": " + message + ": " + text);
        } else {
            try {
                stream.acknowledged(message, Long.parseLong(seq.group(1)));
            } catch (AssertionError e) {
                wrong(String.valueOf(e.getMessage()));
            }
        }
        room.release();
        onAck.run();
    }

    /** Takes a message out, or many. */
    private void change() throws InterruptedException {
        long seq = stream.someSequence(random);
        if (seq == 0) {
            return;
        }
        boolean isPurge = random.nextInt(10) == 0;
        String subject = "$JS.API.STREAM." + (isPurge ? "PURGE." : "MSG.DELETE.") + stream.name();
        if (isPurge) {
            stream.purging(seq);
        } else {
            stream.deleting(seq);
        }
        Message answer = connection()
                .request(
                        subject,
                        ("{\"seq\":" + seq + (isPurge ? "}" : ",\"no_erase\":" + random.nextBoolean() + "}"))
                                .getBytes(UTF_8),
                        Duration.ofSeconds(10));
        String text = answer == null ? "" : new String(answer.getData(), UTF_8).replace(" ", "");
        if (!text.contains("\"success\":true")) {
            return; // It may be gone already, or the server is.
        }
        if (isPurge) {
            stream.purged(seq);
        } else {
            stream.deleted(seq);
        }
    }
}
