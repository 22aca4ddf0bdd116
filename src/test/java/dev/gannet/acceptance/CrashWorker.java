package dev.gannet.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.testing.CrashConsumer;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Subscription;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A client that takes messages from a consumer until its server is killed, and says of each whatever one may say.
 *
 * <p><b>Owner:</b> a thread of its own.
 */
final class CrashWorker extends CrashConnection {
    private static final int BATCH = 40;
    private static final int ALL = 1000;
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final long PATIENCE_NANOS = Duration.ofSeconds(30).toNanos();
    private static final Pattern PENDING = Pattern.compile("\"num_pending\":\\s*(\\d+)");
    private static final Pattern ACK_PENDING = Pattern.compile("\"num_ack_pending\":\\s*(\\d+)");

    private final CrashConsumer consumer;
    private final SplittableRandom random;
    private final Runnable onConfirmed;

    CrashWorker(CrashConsumer consumer, Connection connection, long seed, Runnable onConfirmed) {
        super(connection);
        this.consumer = consumer;
        this.onConfirmed = onConfirmed;
        this.random = new SplittableRandom(seed);
    }

    @Override
    public void run() {
        try {
            String inbox = connection().createInbox();
            Subscription messages = connection().subscribe(inbox);
            while (connection().getStatus() != Connection.Status.CLOSED) { // The kill is to come amid something.
                ask(inbox, BATCH);
                Message message = messages.nextMessage(ANSWER);
                for (int i = 1; message != null && message.getStatus() == null; i++) {
                    take(message);
                    message = i == BATCH ? null : messages.nextMessage(ANSWER);
                }
            }
        } catch (IllegalStateException e) {
            note(e.toString()); // The connection is closed.
        } catch (AssertionError e) {
            wrong(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void note(String problem) {
        wrongUnlessEnded(consumer.name() + ": " + problem);
    }

    private void ask(String inbox, int batch) {
        String subject = "$JS.API.CONSUMER.MSG.NEXT." + consumer.stream().name() + "." + consumer.name();
        String request = "{\"batch\":" + batch + ",\"expires\":100000000}";
        connection().publish(subject, inbox, request.getBytes(UTF_8));
    }

    private long delivered(Message message) {
        long seq = message.metaData().streamSequence();
        consumer.delivered(seq, (int) message.metaData().deliveredCount());
        return seq;
    }

    private void take(Message message) throws InterruptedException {
        long seq = delivered(message);
        int what = random.nextInt(20);
        if (what < 11) {
            say(message, seq, "+ACK");
        } else if (what < 12) {
            say(message, seq, "+TERM");
        } else if (what < 14) {
            connection().publish(message.getReplyTo(), (what == 12 ? "-NAK" : "+WPI").getBytes(UTF_8));
        } else if (what < 17) {
            consumer.acknowledging(seq);
            Runnable confirmed = consumer.toConfirm();
            if (connection().request(message.getReplyTo(), "+ACK".getBytes(UTF_8), ANSWER) != null) {
                confirmed.run();
                onConfirmed.run();
            } else {
                note("sequence " + seq + " is not confirmed");
            }
        }
    }

    private void say(Message message, long seq, String what) {
        consumer.acknowledging(seq);
        connection().publish(message.getReplyTo(), what.getBytes(UTF_8));
    }

    /** Takes everything that is to come until nothing is left but that, and says nothing of it. */
    void takeAll(String when) throws Exception {
        Set<Long> came = new HashSet<>();
        String inbox = connection().createInbox();
        Subscription messages = connection().subscribe(inbox);
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        String info = "";
        for (boolean isAll = false; !isAll; ) {
            assertThat(System.nanoTime() - deadline)
                    .as("%s %s: %s came of %s", consumer.name(), when, came.size(), info)
                    .isNegative();
            ask(inbox, ALL);
            Message message = messages.nextMessage(ANSWER);
            for (int i = 1; message != null && message.getStatus() == null; i++) {
                came.add(delivered(message));
                message = i == ALL ? null : messages.nextMessage(ANSWER);
            }
            info = StreamQuestions.ask(
                    connection(), "CONSUMER.INFO." + consumer.stream().name() + "." + consumer.name(), "");
            isAll = number(PENDING, info) == 0 && number(ACK_PENDING, info) == came.size();
        }
        messages.unsubscribe();
        consumer.check(came, consumer.stream().sequences(), when);
    }

    private static long number(Pattern pattern, String info) {
        Matcher found = pattern.matcher(info);
        assertThat(found.find()).as(info).isTrue();
        return Long.parseLong(found.group(1));
    }
}
