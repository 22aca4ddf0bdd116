package dev.gannet.jetstream.delivery;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.account.Account;
import dev.gannet.protocol.PublishFrame;
import dev.gannet.protocol.StoredFrame;
import dev.gannet.routing.Router;
import dev.gannet.store.record.StoredView;
import dev.gannet.subject.SubjectKey;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Writes messages to those who get them. First whether somebody does is found out, with {@link #reaches}, then the message
 * is sent.
 *
 * <p><b>Owner:</b> the stream loop; one for all its consumers.
 *
 * <p><b>Hot path:</b> a message allocates nothing.
 */
final class Sender implements StoredFrame.Body {
    private static final byte[] NOTHING = {};
    private static final byte[] DOT = {'.'};
    private static final int MORE_MAX = 256;

    private final Router router;
    private final StoredFrame frame = new StoredFrame();
    private final StoredView view = new StoredView();
    private @Nullable SubjectKey key;

    Sender(Router router) {
        this.router = router;
    }

    /** Returns what a message is shown in that is to be sent. */
    StoredView view() {
        return view;
    }

    /** Begins to send what is shown to a literal subject; returns whether anybody subscribes to it. */
    boolean reaches(Account account, byte[] to, int replyLength) {
        int length = replyLength + view.headersLength() + view.payloadLength() + view.subjectLength() + MORE_MAX;
        return reaches(account, frame.begin(to, length));
    }

    private boolean reaches(Account account, PublishFrame begun) {
        SubjectKey found = router.resolve(account, begun);
        key = found;
        return router.isHeard(found);
    }

    /** Where an acknowledgement goes (CO-68). */
    record AckNumbers(long deliveries, long streamSeq, long consumerSeq, long timeNanos, long pending) {
        /** Returns how many characters they are, with the dots between. */
        int length() {
            return 4
                    + StoredFrame.digits(deliveries)
                    + StoredFrame.digits(streamSeq)
                    + StoredFrame.digits(consumerSeq)
                    + StoredFrame.digits(timeNanos)
                    + StoredFrame.digits(pending);
        }
    }

    /**
     * Sends what is shown to where {@link #reaches} was asked last.
     *
     * @param prefix of the subject for acknowledgements, with a dot at its end
     * @param more headers, as lines with their ends
     */
    void send(byte[] prefix, AckNumbers ack, byte[] more, boolean hasPayload) {
        frame.append(prefix).number(ack.deliveries()).append(DOT);
        frame.number(ack.streamSeq()).append(DOT).number(ack.consumerSeq()).append(DOT);
        frame.number(ack.timeNanos()).append(DOT).number(ack.pending());
        byte[] lines = hasPayload
                ? more
                : (new String(more, ISO_8859_1) + "Nats-Msg-Size: " + view.payloadLength() + "\r\n")
                        .getBytes(ISO_8859_1);
        publish(frame.end(this, lines, hasPayload));
    }

    private void publish(PublishFrame message) {
        SubjectKey found = key;
        if (found != null) {
            router.publishStored(found, message, frame);
            key = null;
        }
    }

    /** Sends a status; returns whether anybody subscribes to where it goes. */
    boolean status(Account account, byte[] to, byte[] headers) {
        return status(account, to, NOTHING, headers);
    }

    /** Sends a status that is to be answered. */
    boolean status(Account account, byte[] to, byte[] reply, byte[] headers) {
        PublishFrame begun = frame.begin(to, reply.length + headers.length);
        boolean isHeard = reaches(account, begun);
        if (isHeard) {
            frame.append(reply);
            frame.endStatus(headers);
            router.publish(account, begun);
        }
        return isHeard;
    }

    /** Returns whether anybody subscribes to a literal subject. */
    boolean isHeard(Account account, byte[] subject) {
        return reaches(account, frame.begin(subject, 0));
    }

    @Override
    public ByteBuffer bytes() {
        return view.bytes();
    }

    @Override
    public int subjectStart() {
        return view.subjectStart();
    }

    @Override
    public int subjectLength() {
        return view.subjectLength();
    }

    @Override
    public int headersLength() {
        return view.headersLength();
    }

    @Override
    public int payloadLength() {
        return view.payloadLength();
    }
}
