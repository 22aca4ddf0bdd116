package dev.gannet.connection;

import dev.gannet.account.Account;
import dev.gannet.account.Permissions;
import dev.gannet.base.Chunk;
import dev.gannet.connection.tls.TlsFacts;
import dev.gannet.connection.transport.LoopContext;
import dev.gannet.connection.transport.Peer;
import dev.gannet.connection.transport.Transport;
import dev.gannet.interest.Subscriber;
import dev.gannet.interest.Subscription;
import dev.gannet.outbound.Outbox;
import dev.gannet.outbound.OutboxFailure;
import dev.gannet.protocol.ClientHandler;
import dev.gannet.protocol.CloseReason;
import dev.gannet.protocol.ConnectOptions;
import dev.gannet.protocol.GoDuration;
import dev.gannet.protocol.PublishFrame;
import dev.gannet.protocol.ServerMessage;
import dev.gannet.protocol.WireError;
import dev.gannet.routing.Asker;
import dev.gannet.routing.RequestInfo;
import dev.gannet.routing.Router;
import dev.gannet.subject.SubjectKey;
import dev.gannet.subject.Subjects;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One client: takes what it sends, does what it asks, and ends it when it must. How it proves who it is stands in
 * {@link ClientLogin}, how it is kept alive in {@link KeepAlive}, how it is slowed down in {@link Stall}.
 *
 * <p><b>Owner:</b> its event loop. Other loops deliver to its {@link Outbox} and ask the methods of {@link Subscriber};
 * monitoring threads read figures that may be a moment old.
 *
 * <p><b>Hot path:</b> {@link #publish} allocates nothing for a client without special wishes.
 */
public final class Client extends ClientHandler implements Peer, Subscriber, Asker {
    private final ServerContext server;
    private final Transport transport;
    private final LoopContext loop;
    private final Router router;
    private final Outbox outbox;
    private final long cid;
    private final ClientLogin login;
    private final ClientInfo info;
    private final ClientStart start;
    private final ClientTrace trace;
    private final ClientOutput output;
    private final KeepAlive keepAlive;
    private final Stall stall;
    private final SlowReading slowReading;
    private final ClientSubscriptions subscriptions;
    private final CarefulPublishing careful;
    private final ClientEnd ending;
    private @Nullable PublishThrottle throttle; // Most have none.
    private long inMessages;
    private long inBytes;
    private long lastActivityNanos;
    private boolean wantsCare;
    private boolean verbose = true;
    private boolean noResponders;
    private volatile boolean headers;

    public Client(ServerContext server, Transport transport) {
        this.server = server;
        this.transport = transport;
        this.loop = transport.loop();
        this.router = loop.router();
        this.outbox = transport.outbox();
        this.cid = server.clients().nextCid();
        this.lastActivityNanos = server.clock().epochNanos();
        this.keepAlive = new KeepAlive(this, loop.nowNanos());
        this.stall = new Stall(this);
        this.trace = new ClientTrace(server, this);
        this.output = new ClientOutput(loop.staging(), outbox, trace);
        this.slowReading = new SlowReading(this, trace);
        this.login = new ClientLogin(this, server);
        this.info = new ClientInfo(this, login);
        this.start = new ClientStart(this, info);
        this.subscriptions = new ClientSubscriptions(this, login, trace);
        this.careful = new CarefulPublishing(this, login, trace);
        this.ending = new ClientEnd(this, login, subscriptions, trace);
    }

    // What the transport tells.

    @Override
    public void opened() {
        start.greet();
        start.begin();
    }

    ClientStart start() {
        return start;
    }

    /** From now on it is served, and its time to say who it is runs. */
    void serve() {
        login.open();
        keepAlive.start(loop.nowNanos());
    }

    @Override
    public int received(Chunk in, int from, int limit) {
        if (!start.isOver() && !start.isOverWith(in, from)) {
            return from;
        }
        long before = inMessages;
        loop.staging().producer(stall);
        int end = loop.parser().parse(this, in, from, limit);
        loop.staging().producer(null);
        if (inMessages != before) {
            keepAlive.input(loop.nowNanos());
            active();
        }
        return end;
    }

    @Override
    public void tookLong(long nanos) {
        trace.warn("Readloop processing time: " + GoDuration.format(Duration.ofNanos(nanos)));
    }

    @Override
    public int needed() {
        return loop.parser().needed();
    }

    @Override
    public void inputEnded() {
        ending.inputEnded();
    }

    @Override
    public void inputFailed() {
        close(CloseReason.READ_ERROR);
    }

    @Override
    public void outputFailed(OutboxFailure failure) {
        close(slowReading.failed(failure));
    }

    @Override
    public boolean outputLate(boolean moves) {
        return slowReading.isBorne(moves, !connectExpected);
    }

    @Override
    public void outputRecovered(long nanos, long bytes) {
        slowReading.recovered(nanos, bytes);
    }

    // Messages.

    @Override
    protected SubjectKey resolve(PublishFrame frame, long hash) {
        return router.resolve(login.scope(), frame, hash);
    }

    @Override
    protected boolean isCurrent(SubjectKey key) {
        return router.isCurrent(key);
    }

    @Override
    protected void publish(SubjectKey key, PublishFrame frame) {
        inMessages++;
        inBytes += frame.size();
        if (throttle != null && !throttle.admits(frame)) {
            return;
        }
        int replyLength = frame.replyLength();
        if (wantsCare || careful.concerns(frame)) {
            careful.publish(key, frame, verbose);
            return;
        }
        int delivered = router.publish(key, frame, null);
        if (delivered <= 0 && (delivered < 0 || (noResponders && replyLength > 0))) {
            careful.undelivered(key, frame, delivered);
        }
    }

    @Override
    protected void tooLarge(Chunk in, int from, int length, String subject, int size) {
        careful.tooLarge(in, from, length, subject, size);
    }

    @Override
    protected void publishLine(String verb, String arguments) {
        trace.in(verb, arguments);
    }

    @Override
    protected void publishSubject(String subject) {
        if (login.options().pedantic() && !Subjects.isValidLiteral(subject)) {
            output.error(WireError.INVALID_PUBLISH_SUBJECT.text());
        }
    }

    // Operations.

    @Override
    protected void connect(byte[] json) {
        trace.connect(json);
        active();
        keepAlive.connected(loop.nowNanos());
        login.connect(json);
    }

    /** CONNECT was accepted. */
    void connected() {
        headersEnabled = login.headersEnabled();
        headers = headersEnabled;
        adapt();
        if (verbose) {
            output.ok();
        }
    }

    /** Takes what was agreed on into the fields that every message asks. */
    void adapt() {
        ConnectOptions options = login.options();
        last = null;
        connectExpected = login.isRequired();
        start.authenticated(!connectExpected);
        maxPayload = login.maxPayload();
        maxControlLine = server.config().limits().maxControlLineBytes();
        keepAlive.adapt(loop.nowNanos());
        verbose = options.verbose();
        noResponders = options.noResponders();
        throttle = PublishThrottle.of(this, throttle, login);
        transport.readLittle(connectExpected || throttle != null);
        boolean traced = trace.isOn();
        direct = !options.pedantic() && !traced && !connectExpected;
        wantsCare = verbose || traced || !options.echo();
    }

    @Override
    protected void subscribe(String subject, @Nullable String queue, String sid) {
        trace.in("SUB", queue == null ? subject + " " + sid : subject + " " + queue + " " + sid);
        active();
        if (subscriptions.subscribe(subject, queue, sid) && verbose) {
            output.ok();
        }
    }

    @Override
    protected void unsubscribe(String sid, int max) {
        trace.in("UNSUB", max < 0 ? sid : sid + " " + max);
        active();
        Subscription ended = subscriptions.unsubscribe(sid, max);
        if (verbose) {
            output.ok();
        }
        if (ended != null) {
            subscriptions.remove(ended);
        }
    }

    @Override
    protected void ping() {
        trace.in("PING", null);
        output.pong();
        keepAlive.input(loop.nowNanos());
        info.ponged();
    }

    @Override
    protected void pong() {
        trace.in("PONG", null);
        keepAlive.pong(loop.nowNanos());
    }

    @Override
    protected void info(byte[] json) {
        try {
            new ConnectOptions().read(json); // It only has to be JSON; what it says is of no interest.
        } catch (IOException e) {
            violation(null, CloseReason.PROTOCOL_VIOLATION, "INFO: " + e.getMessage());
        }
    }

    @Override
    protected void error(String text) {
        trace.error("Client Error " + text);
        close(CloseReason.PARSE_ERROR);
    }

    @Override
    protected void ok() {
        // A client has no reason to say so; the reference does not mind, nor take it for a sign of life (CP-102).
    }

    @Override
    protected boolean admitWithoutConnect() {
        return login.admitWithoutConnect();
    }

    // What is sent to it.

    /** Returns what the server has it do. Any thread. */
    public ClientControl control() {
        return new ClientControl(this, info, new ClientReload(this, login, subscriptions));
    }

    /** Tells this client that the server goes, and {@code told} whether that could be told (MO-116). Any thread. */
    public void announceLameDuck(Consumer<Boolean> told) {
        transport.execute(() -> told.accept(info.announceLameDuck()));
    }

    // Its end.

    @Override
    protected void violation(@Nullable WireError error, CloseReason reason, String detail) {
        ending.violation(error, reason, detail);
    }

    ClientEnd ending() {
        return ending;
    }

    void close(CloseReason reason) {
        ending.close(reason);
    }

    /** Takes nothing more from it, and waits for nothing. */
    void stop() {
        suspended = true;
        last = null;
        keepAlive.stop();
        loop.timers().cancel(stall);
        PublishThrottle.cancel(throttle);
        login.cancel();
        start.cancel();
    }

    /** Ends the client from any thread. */
    public void end(CloseReason reason) {
        transport.execute(() -> close(reason));
    }

    /** Drops the subscriptions made before another CONNECT (CP-43). */
    void dropSubscriptions() {
        subscriptions.clear();
        last = null;
    }

    /** Stops the parser until {@link #readAgain}. */
    void suspend() {
        suspended = true;
        transport.pauseReading();
    }

    /** Goes on reading if nothing else holds it up. */
    void readAgain() {
        if (!isClosed() && !stall.isStalled() && !isThrottled() && !login.isPending()) {
            suspended = false;
            transport.resumeReading();
        }
    }

    /** Returns whether it has to wait because it publishes too fast. */
    boolean isThrottled() {
        return throttle != null && throttle.isHolding();
    }

    private void active() {
        lastActivityNanos = server.clock().epochNanos();
        keepAlive.input(loop.nowNanos());
    }

    // What others ask.

    @Override
    public Outbox outbox() {
        return outbox;
    }

    @Override
    public long cid() {
        return cid;
    }

    @Override
    public String name() {
        return login.options().name();
    }

    @Override
    public boolean headers() {
        return headers;
    }

    @Override
    public boolean inspectsDeliveries() {
        return login.notesReplies() || trace.isOn();
    }

    @Override
    public boolean mayReceive(byte[] subject, int length, @Nullable String queue) {
        return login.mayReceive(subject, length, queue);
    }

    @Override
    public void delivered(Subscription subscription, PublishFrame frame, int loop) {
        login.noteReply(frame);
        trace.messageOut(subscription, frame);
    }

    @Override
    public void exhausted(Subscription subscription) {
        trace.debug("Auto-unsubscribe limit of " + subscription.deliveriesMax() + " reached for sid '"
                + subscription.sid() + "'");
        login.account().unsubscribe(subscription);
        transport.execute(() -> subscriptions.remove(subscription));
    }

    public boolean isClosed() {
        return ending.isClosed();
    }

    public List<Subscription> subscriptionList() {
        return subscriptions.list();
    }

    @Override
    public Account account() {
        return login.account();
    }

    @Override
    public void answer(Account account, ServerMessage answer) {
        transport.post(() -> router.publish(account, answer));
    }

    @Override
    public RequestInfo requestInfo() {
        return info.ofRequest(keepAlive.rttNanos());
    }

    /** Returns what it may do; null is everything. */
    public @Nullable Permissions permissions() {
        return login.permissions();
    }

    /** Returns what its handshake agreed on, or null if it is not encrypted. */
    public @Nullable TlsFacts tls() {
        return start.tls();
    }

    ServerContext server() {
        return server;
    }

    Transport transport() {
        return transport;
    }

    LoopContext loop() {
        return loop;
    }

    ClientTrace trace() {
        return trace;
    }

    ClientOutput output() {
        return output;
    }

    long inMessages() {
        return inMessages;
    }

    long inBytes() {
        return inBytes;
    }

    /** Returns the client's figures; from another thread than its own they may be a moment old. */
    public ClientFacts facts() {
        return ClientFacts.of(this, login, start, keepAlive.rttNanos(), stall.count());
    }

    int subscriptionCount() {
        return subscriptions.size();
    }

    Instant lastActivity() {
        return Instant.ofEpochSecond(0, lastActivityNanos);
    }
}
