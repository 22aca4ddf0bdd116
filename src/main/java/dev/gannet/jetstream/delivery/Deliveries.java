package dev.gannet.jetstream.delivery;

import dev.gannet.account.Account;
import dev.gannet.interest.InternalSubscriber;
import dev.gannet.interest.Subscription;
import dev.gannet.jetstream.Pulls.Pull;
import dev.gannet.jetstream.consumer.Consumer;
import dev.gannet.jetstream.delivery.said.PullRequestReader;
import dev.gannet.jetstream.delivery.said.SubjectForms;
import dev.gannet.jetstream.event.ConsumerAdvisories;
import dev.gannet.jetstream.stream.Stream;
import dev.gannet.outbound.Outbox;
import dev.gannet.protocol.PublishFrame;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sends the messages of all consumers of one shard.
 *
 * <p>What is told here only notes who has something to do; {@link #run} does it, soon.
 *
 * <p><b>Owner:</b> the stream loop.
 */
public final class Deliveries implements Senders {
    static final PullRequestReader READER = new PullRequestReader();

    /** So many consumers send a few messages each before the loop does something else. */
    private static final int COURIERS_A_TURN = 8;

    private static final long BLOCK_BYTES_MAX = 64L << 20;

    private final DeliveryHost host;
    private final DeliveryIntakes intakes;
    private final Sender sender;
    private final ConsumerAdvisories advisories;
    private final Outbox nowhere;
    private final Map<Stream, StreamDelivery> streams = new HashMap<>();
    private final Map<String, Map<String, StreamDelivery>> byName = new HashMap<>();
    private final Map<Courier, List<Subscription>> subscriptions = new HashMap<>();
    private final Map<Consumer, Stream> homeless = new LinkedHashMap<>(); // Their accounts are not there.
    private final ArrayDeque<Courier> ready = new ArrayDeque<>();
    private final Map<Reading, Integer> blocks = new LinkedHashMap<>();
    private long blockBytes;
    private boolean isRunning;
    private boolean isPosted;
    private boolean isStopped;
    private boolean isHeld;
    private long lastSid;

    public Deliveries(DeliveryHost host, DeliveryIntakes intakes) {
        this.host = host;
        this.intakes = intakes;
        this.sender = new Sender(host.router());
        this.advisories = new ConsumerAdvisories(host.advisories());
        this.nowhere = InternalSubscriber.nowhere(intakes.loops());
        intakes.add(this);
    }

    /** A consumer is there from now on, new or found when the server began. */
    @Override
    public void begin(Stream stream, Consumer consumer) {
        if (isStopped) {
            return;
        }
        StreamDelivery of = streams.get(stream);
        if (of == null) {
            Account account = host.account(stream.account());
            if (account == null) {
                homeless.put(consumer, stream);
                return;
            }
            of = new StreamDelivery(stream, account, this);
            streams.put(stream, of);
            byName.computeIfAbsent(account.name(), none -> new HashMap<>())
                    .put(stream.config().name(), of);
        }
        of.begin(consumer);
        Courier courier = of.find(consumer.name());
        if (courier != null) {
            subscribe(courier);
        }
        runSoon();
    }

    /** Takes what is said of its messages (CO-70). */
    private void subscribe(Courier courier) {
        if (!courier.isAcknowledged()) {
            return;
        }
        SubjectForms forms = courier.forms();
        subscriptions.put(
                courier,
                List.of(
                        subscribe(courier, SubjectForms.ACK + forms.oldNames(), "*.*.*.*.*"),
                        subscribe(courier, SubjectForms.ACK + forms.longNames(), "*.*.*.*.>")));
    }

    private Subscription subscribe(Courier courier, String prefix, String numbers) {
        var subscriber = new AckIntake.Subscriber(courier, intakes, prefix.length(), nowhere);
        Subscription added = new Subscription(subscriber, prefix + numbers, null, Long.toString(++lastSid));
        courier.of().account().interest().add(added);
        return added;
    }

    /** Makes something to be done of a message, on the event loop that it came on. */
    interface Listener {
        Runnable heard(PublishFrame frame);
    }

    /** Listens to a subject for a consumer, in the order in which its acknowledgements come. */
    Subscription listen(Courier courier, String filter, Listener listener) {
        Subscription added =
                new Subscription(new Ear(courier.config().name(), listener), filter, null, Long.toString(++lastSid));
        courier.of().account().interest().add(added);
        return added;
    }

    private final class Ear extends InternalSubscriber {
        private final String name;
        private final Listener listener;

        Ear(String name, Listener listener) {
            super(nowhere);
            this.name = name;
            this.listener = listener;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void delivered(Subscription subscription, PublishFrame frame, int loop) {
            intakes.of(loop).take(listener.heard(frame));
        }
    }

    /** The settings of a consumer have changed, or where it is. */
    @Override
    public void changed(Stream stream, Consumer consumer) {
        Courier courier = find(stream, consumer);
        if (courier != null) {
            courier.changed();
            runSoon();
        }
    }

    /** Why a consumer is there no more. */
    private enum End {
        DELETED("409 Consumer Deleted"),
        MOVED("409 Leadership Change"),
        SHUTDOWN("409 Server Shutdown");

        private final String status;

        End(String status) {
            this.status = status;
        }
    }

    @Override
    public void end(Stream stream, Consumer consumer) {
        end(stream, consumer, End.DELETED);
    }

    private void end(Stream stream, Consumer consumer, End why) {
        homeless.remove(consumer);
        Courier courier = find(stream, consumer);
        if (courier == null) {
            return;
        }
        if (why == End.DELETED) {
            advisories.deleted(courier.subject());
        }
        courier.of().end(consumer, why.status);
        if (why != End.SHUTDOWN) { // Else somebody listens until the end: who acknowledged would take the consumer
            // for gone.
            silence(courier, subscriptions.remove(courier));
        }
        if (courier.of().isEmpty()) {
            streams.remove(stream);
            Map<String, StreamDelivery> others = byName.get(stream.account());
            if (others != null) {
                others.remove(stream.config().name());
            }
        }
    }

    private static void silence(Courier courier, @Nullable List<Subscription> gone) {
        if (gone != null) {
            gone.forEach(courier.of().account().interest()::remove);
        }
    }

    private @Nullable Courier find(Stream stream, Consumer consumer) {
        StreamDelivery of = streams.get(stream);
        Courier courier = of == null ? null : of.find(consumer.name());
        return courier == null || courier.consumer() != consumer ? null : courier;
    }

    @Nullable
    Courier find(Account account, String stream, String consumer) {
        Map<String, StreamDelivery> known = byName.get(account.name());
        StreamDelivery of = known == null ? null : known.get(stream);
        return of == null ? null : of.find(consumer);
    }

    /** A message is stored. */
    @Override
    public void stored(Stream stream, long seq, byte[] subject) {
        StreamDelivery of = streams.get(stream);
        if (of != null) {
            of.stored(seq, subject);
            runUnlessHeld();
        }
    }

    private void runUnlessHeld() {
        if (!isHeld && !ready.isEmpty()) {
            runSoon();
        }
    }

    /** A message is about to go. */
    @Override
    public void removing(Stream stream, long seq) {
        StreamDelivery of = streams.get(stream);
        if (of != null) {
            of.removing(seq);
            runUnlessHeld();
        }
    }

    /** Many messages are gone. */
    @Override
    public void removed(Stream stream) {
        StreamDelivery of = streams.get(stream);
        if (of != null) {
            of.removedBelow();
            runUnlessHeld();
        }
    }

    @Override
    public View view(Stream stream, Consumer consumer) {
        Courier courier = find(stream, consumer);
        return courier == null ? new View(0, 0, false, List.of()) : courier.view();
    }

    /** Lets go whom a group is bound to (CO-163). */
    @Override
    public void unpin(Stream stream, Consumer consumer, String group) {
        Courier courier = find(stream, consumer);
        if (courier != null && courier.demand() instanceof PullDemand pulls) {
            pulls.pin().release(group, "admin");
            courier.ready();
            runSoon();
        }
    }

    /** Takes a request for messages (CO-119, CO-135). */
    void pull(Courier courier, Pull pull) {
        boolean isRefused = pull.isTooNew() && courier.demand() instanceof PullDemand;
        if (isRefused) {
            courier.tell(pull.reply(), Status.LEVEL);
        } else {
            pull(courier, pull.reply(), pull.body());
        }
    }

    /** Takes what is asked for together with an acknowledgement (CO-86). */
    void pull(Courier courier, byte[] reply, byte[] body) {
        if (courier.demand() instanceof PullDemand pulls) {
            pulls.pull(reply, body, host.nowNanos());
        } else {
            courier.tell(reply, Status.PUSH_BASED);
        }
    }

    @Override
    public void settle(Runnable then) {
        intakes.then(then);
    }

    /** Consumers of accounts that were read anew begin anew in those (CO-134). */
    @Override
    public void accountsChanged() {
        for (StreamDelivery of : List.copyOf(streams.values())) {
            Stream stream = of.stream();
            if (of.account() != host.account(stream.account())) {
                List<Consumer> consumers =
                        of.all().stream().map(Courier::consumer).toList();
                consumers.forEach(consumer -> end(stream, consumer, End.MOVED));
                consumers.forEach(consumer -> begin(stream, consumer));
            }
        }
        Map<Consumer, Stream> waiting = Map.copyOf(homeless);
        homeless.clear();
        waiting.forEach((consumer, stream) -> begin(stream, consumer));
    }

    @Override
    public void stop() {
        for (StreamDelivery of : List.copyOf(streams.values())) {
            List<Courier> couriers = List.copyOf(of.all());
            couriers.forEach(courier -> end(of.stream(), courier.consumer(), End.SHUTDOWN));
        }
        isStopped = true;
    }

    @Override
    public void release() {
        subscriptions.forEach(Deliveries::silence);
        subscriptions.clear();
    }

    boolean isStopped() {
        return isStopped;
    }

    @Override
    public void hold() {
        isHeld = true;
    }

    /** Sends what there is to be sent, a part of it at a time. */
    @Override
    public void run() {
        isHeld = false;
        if (isRunning) {
            return;
        }
        isRunning = true;
        try {
            for (int i = 0; i < COURIERS_A_TURN && !ready.isEmpty(); i++) {
                Courier courier = ready.remove();
                if (proceed(courier)) {
                    ready.add(courier);
                }
            }
        } finally {
            isRunning = false;
        }
        if (!ready.isEmpty()) {
            runSoon();
        }
    }

    private void runSoon() {
        if (!isPosted) {
            isPosted = true;
            host.post(() -> {
                isPosted = false;
                run();
            });
        }
    }

    /** What fails for one consumer does not stop the others. */
    private static boolean proceed(Courier courier) {
        try {
            return courier.proceed();
        } catch (RuntimeException e) {
            courier.retry("cannot go on: " + e);
            return false;
        }
    }

    void ready(Courier courier) {
        ready.add(courier);
    }

    DeliveryHost host() {
        return host;
    }

    Sender sender() {
        return sender;
    }

    ConsumerAdvisories advisories() {
        return advisories;
    }

    String newId() {
        return host.newId();
    }

    /** Somebody holds a block; who has held one for longest gives it back if those are too many. */
    void holds(Reading reading, int bytes) {
        blocks.put(reading, bytes);
        blockBytes += bytes;
        if (blockBytes > BLOCK_BYTES_MAX) {
            Iterator<Reading> eldest = blocks.keySet().iterator();
            Reading first = eldest.next();
            if (first != reading) {
                first.drop();
            }
        }
    }

    void holdsNot(Reading reading, int bytes) {
        blocks.remove(reading);
        blockBytes -= bytes;
    }
}
