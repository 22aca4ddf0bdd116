package dev.gannet.routing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.account.Account;
import dev.gannet.account.PublishScope;
import dev.gannet.base.Chunk;
import dev.gannet.interest.Subscriber;
import dev.gannet.interest.Subscription;
import dev.gannet.outbound.FakeSink;
import dev.gannet.outbound.Outbox;
import dev.gannet.outbound.Staging;
import dev.gannet.protocol.ClientHandler;
import dev.gannet.protocol.CloseReason;
import dev.gannet.protocol.Parser;
import dev.gannet.protocol.PublishFrame;
import dev.gannet.protocol.WireError;
import dev.gannet.subject.SubjectKey;
import dev.gannet.subject.Subjects;
import org.jspecify.annotations.Nullable;

/**
 * A client as the router sees it: publishes through the parser of its loop, and subscribes in its account.
 *
 * <p><b>Owner:</b> the test's thread.
 */
final class FakePeer extends ClientHandler implements Subscriber {
    private static final int BUFFER_BYTES = 1 << 17;

    /** What an event loop has, without its thread. */
    static final class Loop {
        final Staging staging;
        final Router router;
        final Parser parser = new Parser();
        final Chunk input = Chunk.allocate(BUFFER_BYTES);

        Loop(int index, long seed) {
            this.staging = new Staging(index);
            this.router = new Router(staging, 4096, false, seed);
        }
    }

    final FakeSink sink = new FakeSink();
    final Loop loop;
    final PublishScope scope;
    private final Outbox outbox;
    boolean takesHeaders = true;
    boolean inspects;
    boolean echo = true;

    @Nullable
    String refused; // The filter of what it may not receive.

    int result;
    int inspected;
    int exhausted;

    FakePeer(Loop loop, int loops, PublishScope scope) {
        this.loop = loop;
        this.scope = scope;
        this.outbox = new Outbox(loops, Long.MAX_VALUE, sink);
        this.direct = true;
        this.headersEnabled = true;
        this.maxPayload = -1;
        this.maxControlLine = 4096;
    }

    Account account() {
        return scope.account();
    }

    Subscription add(String filter, @Nullable String queue, String sid) {
        Subscription subscription = new Subscription(this, filter, queue, sid);
        account().interest().add(subscription);
        return subscription;
    }

    void remove(Subscription subscription) {
        subscription.close();
        account().interest().remove(subscription);
    }

    /** Ends the subscription after this many deliveries in all. */
    void limit(Subscription subscription, long max) {
        subscription.limitDeliveries(max);
        account().interest().touch(subscription);
    }

    /** Sends whole messages to its loop; returns what the router said of the last one. */
    int send(byte[] messages) {
        Chunk in = loop.input;
        in.reset();
        in.append(messages);
        int end = loop.parser.parse(this, in, 0, in.written);
        if (end != in.written) {
            throw new AssertionError("parsed to " + end + " (expected: " + in.written + ")");
        }
        return result;
    }

    int send(String messages) {
        return send(messages.getBytes(ISO_8859_1));
    }

    @Override
    protected SubjectKey resolve(PublishFrame frame, long hash) {
        return loop.router.resolve(scope, frame, hash);
    }

    @Override
    protected boolean isCurrent(SubjectKey key) {
        return loop.router.isCurrent(key);
    }

    @Override
    protected void publish(SubjectKey key, PublishFrame frame) {
        result = loop.router.publish(key, frame, echo ? null : outbox);
    }

    @Override
    public Outbox outbox() {
        return outbox;
    }

    @Override
    public long cid() {
        return 1;
    }

    @Override
    public boolean headers() {
        return takesHeaders;
    }

    @Override
    public boolean inspectsDeliveries() {
        return inspects;
    }

    @Override
    public boolean mayReceive(byte[] subject, int length, @Nullable String queue) {
        return refused == null || !Subjects.matches(refused, new String(subject, 0, length, ISO_8859_1));
    }

    @Override
    public void delivered(Subscription subscription, PublishFrame frame, int loop) {
        inspected++;
    }

    @Override
    public void exhausted(Subscription subscription) {
        exhausted++;
        account().interest().remove(subscription);
    }

    // What no test here sends.

    @Override
    protected void publishLine(String verb, String arguments) {
        // Of no interest: it is told of messages on the long way.
    }

    @Override
    protected void publishSubject(String subject) {
        // Nor this.
    }

    @Override
    protected void connect(byte[] json) {
        throw new AssertionError("CONNECT");
    }

    @Override
    protected void subscribe(String subject, @Nullable String queue, String sid) {
        throw new AssertionError("SUB");
    }

    @Override
    protected void unsubscribe(String sid, int max) {
        throw new AssertionError("UNSUB");
    }

    @Override
    protected void ping() {
        throw new AssertionError("PING");
    }

    @Override
    protected void pong() {
        throw new AssertionError("PONG");
    }

    @Override
    protected void info(byte[] json) {
        throw new AssertionError("INFO");
    }

    @Override
    protected void error(String text) {
        throw new AssertionError("-ERR");
    }

    @Override
    protected void ok() {
        throw new AssertionError("+OK");
    }

    @Override
    protected boolean admitWithoutConnect() {
        return true;
    }

    @Override
    protected void violation(@Nullable WireError error, CloseReason reason, String detail) {
        throw new AssertionError(detail);
    }
}
