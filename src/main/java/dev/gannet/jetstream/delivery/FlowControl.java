package dev.gannet.jetstream.delivery;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.interest.Subscription;
import dev.gannet.jetstream.delivery.said.SubjectForms;
import dev.gannet.protocol.PublishFrame;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks who gets the messages of a consumer how far they are, and waits for the answer when too much is on its way (CO-143 to
 * CO-148).
 *
 * <p><b>Owner:</b> the stream loop.
 */
final class FlowControl {
    private static final long WINDOW_MAX = 32L << 20;
    private static final long WINDOW_FIRST = WINDOW_MAX / 16;
    private static final byte[] REQUEST = Status.of("100 FlowControl Request");
    private static final int ID_LENGTH = 4;

    private final Courier courier;
    private final byte[] to;
    private final boolean isAcknowledgement;
    private final String prefix;
    private final List<Subscription> subscriptions = new ArrayList<>();
    private long window = WINDOW_FIRST;
    private long outstanding;
    private long asked;
    private String id = "";

    FlowControl(Courier courier, byte[] to, boolean isAcknowledgement) {
        this.courier = courier;
        this.to = to;
        this.isAcknowledgement = isAcknowledgement;
        SubjectForms forms = courier.forms();
        this.prefix = forms.written(SubjectForms.FLOW);
        for (String names : List.of(forms.oldNames(), forms.longNames())) {
            subscriptions.add(
                    courier.of().deliveries().listen(courier, SubjectForms.FLOW + names + "*", this::answered));
        }
    }

    /** Somebody new gets the messages. */
    void begin() {
        outstanding = 0;
        asked = 0;
        id = "";
        window = WINDOW_FIRST;
    }

    void end() {
        subscriptions.forEach(courier.of().account().interest()::remove);
    }

    boolean isStalled() {
        return outstanding > window;
    }

    /** Returns where an answer is waited for, or nothing: who has missed the request can answer there (CO-141). */
    String awaitedAt() {
        return id;
    }

    void sent(long size) {
        outstanding += size;
        boolean isFull = isAcknowledgement && courier.isFull();
        if (!id.isEmpty()) {
            asked += outstanding - asked >= window ? size : 0;
        } else if (outstanding > window / 2 || isFull) {
            ask();
        }
    }

    void heartbeat() {
        if (isAcknowledgement && courier.consumer().state().pending() > 0) {
            ask();
        }
    }

    private void ask() {
        if (!id.isEmpty()) {
            return;
        }
        String unique = courier.newId();
        id = prefix + unique.substring(unique.length() - ID_LENGTH);
        asked = outstanding;
        courier.ask(to, id.getBytes(ISO_8859_1), REQUEST);
    }

    /** Somebody has said how far they are; the event loop's. */
    private Runnable answered(PublishFrame frame) {
        String subject = new String(frame.chunk().bytes(frame.subjectStart(), frame.subjectLength()), ISO_8859_1);
        byte[] headers = frame.chunk().bytes(frame.bodyStart(), Math.max(0, frame.headerLength()));
        return () -> answered(subject, headers);
    }

    private void answered(String subject, byte[] headers) {
        if (courier.isEnded() || !subject.equals(id)) {
            return;
        }
        window = Math.min(WINDOW_MAX, 2 * window);
        outstanding = Math.max(0, outstanding - asked);
        asked = 0;
        id = "";
        courier.used(courier.host().nowNanos());
        if (isAcknowledgement) {
            acknowledge(new String(headers, ISO_8859_1));
        }
        courier.ready();
    }

    private void acknowledge(String headers) {
        long consumerSeq = number(headers, "Nats-Last-Consumer: ");
        long streamSeq = number(headers, "Nats-Last-Stream: ");
        if (consumerSeq > 0 && streamSeq > 0) {
            courier.consumer()
                    .state()
                    .ackAll(streamSeq, consumerSeq, courier.host().timeNanos());
        }
    }

    private static long number(String headers, String name) {
        int from = headers.indexOf("\r\n" + name);
        if (from < 0) {
            return 0;
        }
        long number = 0;
        for (int at = from + 2 + name.length(); at < headers.length() && Character.isDigit(headers.charAt(at)); at++) {
            number = 10 * number + headers.charAt(at) - '0';
        }
        return number;
    }
}
