package dev.gannet.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.subject.SubjectKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A client that writes down what the parser calls, and checks what the parser promises: that the hash is the subject's,
 * and that the key of a message is that of its subject.
 *
 * <p><b>Owner:</b> the test's thread.
 */
final class RecordingClient extends ClientHandler {
    private final List<String> calls = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private final List<String> details = new ArrayList<>();
    private final boolean goesDirect;
    private int resolved;
    private int keptMax = Integer.MAX_VALUE;
    private boolean suspendsOnConnect;

    private static final class Key extends SubjectKey {
        private final String subject;

        Key(String subject, long hash) {
            super(subject.getBytes(ISO_8859_1), hash);
            this.subject = subject;
        }
    }

    RecordingClient(boolean direct) {
        this.goesDirect = direct;
        this.direct = direct;
        this.headersEnabled = true;
        this.maxPayload = 1024 * 1024;
        this.maxControlLine = 4096;
    }

    RecordingClient withLimits(int payload, int controlLine) {
        maxPayload = payload;
        maxControlLine = controlLine;
        return this;
    }

    RecordingClient withoutHeaders() {
        headersEnabled = false;
        return this;
    }

    /** Lets nothing but CONNECT come first, for which every line is looked at. */
    RecordingClient expectingConnect() {
        connectExpected = true;
        direct = false;
        return this;
    }

    private String line = "";

    /** Lets what is known of a subject hold for as long as so many subjects were resolved. */
    RecordingClient forgettingAfter(int count) {
        keptMax = count;
        return this;
    }

    /** Waits after each CONNECT until {@link #resume} is called. */
    RecordingClient suspendingOnConnect() {
        suspendsOnConnect = true;
        return this;
    }

    /** Returns the calls so far but for those of {@link #publishLine}, and violations without their details. */
    List<String> calls() {
        return calls;
    }

    /** Returns the lines of the messages that took the long way. */
    List<String> lines() {
        return lines;
    }

    List<String> details() {
        return details;
    }

    /** Returns how many subjects were looked up because the parser did not remember them. */
    int resolved() {
        return resolved;
    }

    boolean isSuspended() {
        return suspended;
    }

    boolean isClosed() {
        return !details.isEmpty();
    }

    void resume() {
        if (!isClosed()) {
            suspended = false;
        }
    }

    @Override
    protected SubjectKey resolve(PublishFrame frame, long hash) {
        resolved++;
        long expected = SubjectKey.hash(frame.chunk(), frame.subjectStart(), frame.subjectLength());
        if (hash != expected) {
            throw new AssertionError("hash of " + subject(frame) + ": " + hash + " (expected: " + expected + ")");
        }
        return new Key(subject(frame), hash);
    }

    @Override
    protected boolean isCurrent(SubjectKey key) {
        return resolved % keptMax != 0;
    }

    @Override
    protected void publish(SubjectKey key, PublishFrame frame) {
        String subject = subject(frame);
        if (!((Key) key).subject.equals(subject)) {
            throw new AssertionError("key of " + ((Key) key).subject + " (expected: of " + subject + ")");
        }
        String tail = text(frame, frame.tail(), frame.end() - frame.tail());
        String reply = text(frame, frame.tail(), frame.replyLength());
        String body = text(frame, frame.bodyStart(), frame.size());
        calls.add("publish " + subject + "|" + reply + "|" + frame.hasHeaders() + "|" + frame.headerLength() + "|"
                + body + "|" + tail);
    }

    private static String subject(PublishFrame frame) {
        return text(frame, frame.subjectStart(), frame.subjectLength());
    }

    private static String text(PublishFrame frame, int from, int length) {
        return new String(frame.chunk().bytes(from, length), ISO_8859_1);
    }

    @Override
    protected void publishLine(String verb, String arguments) {
        line = verb + " " + arguments;
    }

    @Override
    protected void publishSubject(String subject) {
        lines.add(line + "|" + subject);
    }

    @Override
    protected void connect(byte[] json) {
        calls.add("connect " + new String(json, ISO_8859_1));
        connectExpected = false;
        direct = goesDirect;
        suspended = suspendsOnConnect;
    }

    @Override
    protected void subscribe(String subject, @Nullable String queue, String sid) {
        calls.add("subscribe " + subject + "|" + queue + "|" + sid);
    }

    @Override
    protected void unsubscribe(String sid, int max) {
        calls.add("unsubscribe " + sid + "|" + max);
    }

    @Override
    protected void ping() {
        calls.add("ping");
    }

    @Override
    protected void pong() {
        calls.add("pong");
    }

    @Override
    protected void info(byte[] json) {
        calls.add("info " + new String(json, ISO_8859_1));
    }

    @Override
    protected void error(String text) {
        calls.add("error " + text);
    }

    @Override
    protected void ok() {
        calls.add("ok");
    }

    @Override
    protected boolean admitWithoutConnect() {
        calls.add("admitWithoutConnect");
        suspended = true;
        details.add("refused");
        return false;
    }

    @Override
    protected void violation(@Nullable WireError error, CloseReason reason, String detail) {
        calls.add("violation " + error + "|" + reason);
        details.add(detail);
        suspended = true;
    }
}
