package dev.gannet.jetstream.delivery;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.jetstream.ConsumerView;
import dev.gannet.jetstream.config.consumer.AckPolicy;
import dev.gannet.jetstream.config.consumer.ConsumerConfig;
import dev.gannet.jetstream.config.consumer.ReplayPolicy;
import dev.gannet.jetstream.consumer.Consumer;
import dev.gannet.jetstream.consumer.ConsumerState;
import dev.gannet.jetstream.delivery.Demand.Parcel;
import dev.gannet.jetstream.delivery.Sender.AckNumbers;
import dev.gannet.jetstream.delivery.pace.Pace;
import dev.gannet.jetstream.delivery.pace.Pause;
import dev.gannet.jetstream.delivery.said.SubjectForms;
import dev.gannet.jetstream.event.ConsumerAdvisories;
import dev.gannet.store.fetch.NotInMemoryException;
import dev.gannet.store.record.Sight;
import dev.gannet.store.record.StoredView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends the messages of one consumer.
 *
 * <p><b>Owner:</b> the stream loop.
 *
 * <p><b>Hot path:</b> a message that is in memory is sent without anything being allocated that stays.
 */
final class Courier {
    static final long NEVER = Long.MAX_VALUE;

    /** So many messages are sent before others get their turn. */
    private static final int AT_A_TIME = 64;

    private static final long RETRY_NANOS = 1_000_000_000L;

    private final StreamDelivery of;
    private final Consumer consumer;
    private final ConsumerState state;
    private final Redeliveries again = new Redeliveries();
    private final Overdue overdue;
    private final Answers answers;
    private final Reading reading;
    private final Alarm alarm;
    private final ConsumerAdvisories.Subject subject;
    private ConsumerConfig config;
    private final SubjectForms forms;
    private final byte[] prefix;
    private Demand demand;
    private List<String> joined;
    private List<FilterGroup> groups = List.of();
    private Finder finder;
    private PendingCount pending;
    private Pace pace;
    private boolean isReady;
    private boolean isHungry;
    private boolean isFetching;
    private String trouble = "";
    private boolean isEnded;
    private long countedSeq;
    private long epoch;
    private Pause pause = new Pause(null, 0);

    Courier(StreamDelivery of, Consumer consumer) {
        this.of = of;
        this.consumer = consumer;
        this.state = consumer.state();
        this.config = consumer.config();
        this.epoch = state.epoch();
        this.subject = new ConsumerAdvisories.Subject(
                of.account(), of.stream().config().name(), config.name());
        this.forms = of.forms().of(of.stream().config().name(), config.name());
        this.prefix = forms.written(SubjectForms.ACK).getBytes(ISO_8859_1);
        this.overdue = new Overdue(this, again);
        this.alarm = new Alarm(this, overdue);
        this.answers = new Answers(this, again, overdue);
        this.reading = new Reading(this);
        this.demand = newDemand();
        this.finder = new Finder(of.stream().store(), state, config.filters());
        this.joined = filters();
        this.pending = of.join(this);
        this.pace = newPace();
    }

    private Pace newPace() {
        ConsumerConfig.Push push = config.push();
        int largest = of.stream().config().limits().maxMessageBytes();
        return new Pace(new Pace.Settings(
                config.replay() == ReplayPolicy.ORIGINAL ? of.stream().store().lastSeq() : 0,
                push == null ? 0 : push.rateLimitBitsPerSecond(),
                largest > 0 ? largest : host().payloadBytesMax()));
    }

    private Demand newDemand() {
        return config.push() == null ? new PullDemand(this, config) : new PushDemand(this, config, config.push());
    }

    private List<String> filters() {
        return config.filters().isEmpty() ? StreamDelivery.ALL : config.filters();
    }

    /** It is found by these. */
    void groups(List<FilterGroup> found) {
        groups = found;
    }

    /** Returns the filters by which it is found. */
    List<String> joined() {
        return joined;
    }

    StreamDelivery of() {
        return of;
    }

    DeliveryHost host() {
        return of.host();
    }

    Consumer consumer() {
        return consumer;
    }

    ConsumerConfig config() {
        return config;
    }

    Demand demand() {
        return demand;
    }

    Answers answers() {
        return answers;
    }

    ConsumerAdvisories advisories() {
        return of.deliveries().advisories();
    }

    ConsumerAdvisories.Subject subject() {
        return subject;
    }

    /** It begins to work, or goes on otherwise than it did. */
    void begin() {
        pause = new Pause(config.pauseUntil(), host().timeNanos());
        ready();
        alarm.plan();
    }

    /** Returns when it does not pause any more, by the loop's clock. */
    long resumesNanos() {
        long left = pause.leftNanos(host().timeNanos());
        return left == NEVER ? NEVER : host().nowNanos() + left;
    }

    /** Tells that it does not pause any more, when that is so (CO-167). */
    void resumeIfDue() {
        if (pause.endsNow(host().timeNanos())) {
            advisories().paused(subject, config.pauseUntil());
        }
    }

    /** Its settings, or where it is, have changed. */
    void changed() {
        of.leave(this);
        Demand before = demand;
        ConsumerConfig old = config;
        config = consumer.config();
        joined = filters();
        before.release();
        demand = before instanceof PullDemand pulls && config.push() == null ? pulls.with(config) : newDemand();
        finder = new Finder(of.stream().store(), state, config.filters());
        pending = of.join(this);
        isHungry = false;
        if (epoch == state.epoch()) {
            goOn(old);
        } else {
            epoch = state.epoch();
            again.clear();
            pace = newPace();
        }
        if (!Pause.isSame(old.pauseUntil(), config.pauseUntil())) {
            advisories().paused(subject, config.pauseUntil());
        }
        begin();
    }

    /** What was sent before is waited for on. */
    private void goOn(ConsumerConfig old) {
        ConsumerConfig.Push push = config.push();
        ConsumerConfig.Push pushed = old.push();
        if (push != null && pushed != null && !push.deliverSubject().equals(pushed.deliverSubject())) {
            overdue.force();
        } else {
            overdue.lookAnew();
        }
        if (push != null && pushed != null && push.rateLimitBitsPerSecond() != pushed.rateLimitBitsPerSecond()) {
            pace = newPace();
        }
    }

    /** It works no more. */
    void end(String status) {
        isEnded = true;
        demand.end(status);
        of.leave(this);
        reading.drop();
        alarm.cancel();
    }

    boolean isEnded() {
        return isEnded;
    }

    /** Returns the subjects on which something is said of its messages. */
    SubjectForms forms() {
        return forms;
    }

    /** Returns whether anything is to be said of its messages. */
    boolean isAcknowledged() {
        AckPolicy policy = config.acking().policy();
        return policy == AckPolicy.EXPLICIT || policy == AckPolicy.ALL;
    }

    Senders.View view() {
        long now = host().nowNanos();
        List<ConsumerView.Pin> pins =
                demand instanceof PullDemand pulls && !pulls.pin().id().isEmpty()
                        ? List.of(pulls.pin().view())
                        : List.of();
        return new Senders.View(demand.waiting(now), pendingExact(), demand.isBound(), pins);
    }

    /** It is to send what it can, soon. */
    void ready() {
        if (!isReady && !isEnded) {
            isReady = true;
            of.deliveries().ready(this);
        }
    }

    /** There is a message for it, which it has waited for. */
    void isFed() {
        isHungry = false;
        isReady = true;
    }

    /** Sends a few messages; returns whether it may have more. */
    boolean proceed() {
        isReady = false;
        if (isEnded || isFetching) {
            return false;
        }
        long now = host().nowNanos();
        long time = host().timeNanos();
        if (pause.isOn(time)) {
            demand.atEnd(now);
            return false;
        }
        int sent = 0;
        try {
            while (sent < AT_A_TIME && demand.isThere() && sendNext(now, time)) {
                sent++;
            }
        } catch (NotInMemoryException e) {
            fetch(e);
        }
        if (sent == AT_A_TIME) {
            isReady = true;
            return true;
        }
        if (!isFetching && !isFull() && !pace.isWaiting(now)) {
            starve(now);
        }
        return false;
    }

    /** Sends one message; returns false if there is none, or nobody for it. */
    private boolean sendNext(long now, long time) {
        if (pace.isWaiting(now)) {
            alarm.plan(pace.waitsUntilNanos());
            return false;
        }
        if (!pending.isRight() && pending.isTime(now)) {
            count(now);
        }
        for (long seq = overdue.next(); seq != 0; seq = overdue.next()) {
            Sight sight = look(seq, true);
            if (sight == Sight.ELSEWHERE) {
                again.putBack(seq);
                return false;
            }
            if (sight == Sight.SHOWN) {
                boolean isSent = send(seq, true, now, time);
                if (!isSent) {
                    again.putBack(seq);
                }
                return isSent;
            }
            answers.lost(seq);
        }
        if (isFull()) {
            return false;
        }
        for (long seq = finder.next(); seq != 0; seq = finder.next()) {
            Sight sight = look(seq, false);
            if (sight != Sight.GONE) {
                return sight == Sight.SHOWN && send(seq, false, now, time);
            }
            state.skipTo(seq + 1);
            pending.add(-1);
        }
        return false;
    }

    /** Returns whether as many messages are sent and not done as may be (CO-103). */
    boolean isFull() {
        long max = config.acking().maxPending();
        return max > 0 && config.acking().policy() != AckPolicy.NONE && state.pending() >= max;
    }

    private Sight look(long seq, boolean isAgain) {
        Sight sight;
        try {
            sight = reading.look(seq);
        } catch (NotInMemoryException e) {
            if (isAgain) {
                again.putBack(seq);
            }
            throw e;
        }
        return sight;
    }

    /** Nothing is left, or nobody for it: it waits for what is stored next. */
    private void starve(long now) {
        demand.atEnd(now);
        if (!demand.isThere()) {
            reading.drop();
        } else if (!isHungry) {
            isHungry = true;
            for (int i = 0; i < groups.size(); i++) {
                groups.get(i).await(this);
            }
        }
    }

    private boolean send(long seq, boolean isAgain, long now, long time) {
        StoredView view = of.sender().view();
        int deliveries = isAgain ? state.deliveries(seq) + 1 : 1;
        long left = Math.max(0, pending.known() - (isAgain ? 0 : 1));
        AckNumbers ack = new AckNumbers(deliveries, seq, state.sentConsumerSeq() + 1, view.timestampNanos(), left);
        int replyLength = prefix.length + ack.length();
        int body = view.headersLength() + (config.headersOnly() ? 0 : view.payloadLength());
        Parcel parcel = new Parcel((long) view.subjectLength() + replyLength + body, replyLength, now);
        if (pace.isTooMuch(parcel.size(), now) || (!isAgain && pace.isBeforeGap(seq, view.timestampNanos(), now))) {
            alarm.plan(pace.waitsUntilNanos());
            return false;
        }
        if (!demand.offer(parcel)) {
            return false;
        }
        pace.sent(view.timestampNanos(), parcel.size(), now);
        of.sender().send(prefix, ack, demand.headers(), !config.headersOnly());
        host().counts().countSent(isAgain);
        if (isAgain) {
            state.redeliver(seq, time);
        } else {
            state.deliver(seq, time);
            pending.add(-1);
            if (state.pending() > 0) {
                of.sent(seq);
            }
        }
        demand.sent(parcel);
        overdue.sent(seq, now);
        return true;
    }

    private void fetch(NotInMemoryException missing) {
        fetching();
        host().fetch(missing.fetch(), this::fetched);
    }

    /** Something is being read, without which it cannot go on. */
    void fetching() {
        isFetching = true;
    }

    /** It goes on with what was read; if that has failed, after a while. */
    void fetched(@Nullable Exception failure) {
        isFetching = false;
        if (failure == null) {
            trouble = "";
            ready();
        } else {
            retry("cannot be read: " + failure.getMessage());
        }
    }

    /** Tries again after a while. The log is told once, not at each attempt. */
    void retry(String why) {
        if (!why.equals(trouble)) {
            trouble = why;
            host().log().warn("JetStream: consumer '" + config.name() + "' of '" + subject.stream() + "' " + why);
        }
        alarm.plan(host().nowNanos() + RETRY_NANOS);
    }

    /** A message came that one of several filters matches; it counts once. */
    void cameOnce(long seq) {
        if (countedSeq != seq) {
            countedSeq = seq;
            pending.add(1);
        }
    }

    /** A message goes: what is to be counted may be another number then. */
    boolean isAhead(long seq) {
        return state.nextSeq() <= seq && pending.isRight();
    }

    /** Returns below which sequence nothing is to come, if that has been counted. */
    long lowestToCome() {
        return pending.isRight() ? state.nextSeq() : Long.MAX_VALUE;
    }

    void spoil() {
        pending.spoil();
        finder.reset();
    }

    /** Returns how many messages wait to be sent, those that are sent again too. */
    long pendingMessages() {
        return pendingExact() + again.size();
    }

    /** Returns how many messages are still to be sent for the first time (CO-175). */
    long pendingExact() {
        try {
            count(host().nowNanos());
        } catch (NotInMemoryException e) {
            host().fetch(e.fetch(), failure -> {
                if (failure == null) {
                    pendingExact();
                }
            });
        }
        return pending.known();
    }

    private void count(long nowNanos) {
        pending.count(nowNanos);
        of.counted(state.nextSeq());
    }

    long pendingKnown() {
        return pending.known();
    }

    /** Somebody has used it. */
    void used(long nowNanos) {
        alarm.used(nowNanos);
    }

    boolean tell(byte[] to, byte[] status) {
        return of.sender().status(of.account(), to, status);
    }

    byte[] heartbeat(String stalled) {
        return Status.heartbeat(state.sentConsumerSeq(), state.nextSeq() - 1, stalled);
    }

    boolean reaches(byte[] to, int replyLength) {
        return of.sender().reaches(of.account(), to, replyLength);
    }

    void ask(byte[] to, byte[] reply, byte[] status) {
        of.sender().status(of.account(), to, reply, status);
    }

    /** When something is due may have changed. */
    void replan() {
        alarm.plan();
    }

    String newId() {
        return of.deliveries().newId();
    }

    /** Something is to be done at a time. */
    void plan(long dueNanos) {
        alarm.plan(dueNanos);
    }
}
