package dev.gannet.jmx;

import dev.gannet.base.Clock;
import dev.gannet.monitor.ServerView;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.MBeanNotificationInfo;
import javax.management.Notification;
import javax.management.NotificationBroadcasterSupport;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * What a server tells by itself in JMX. It is looked for now and then, in what is counted anyway: nothing is told on an
 * event loop, nobody waits for who listens, and a thousand slow clients are not a thousand notifications.
 *
 * <p><b>Owner:</b> who looks, one thread at a time.
 */
final class Alerts {
    static final String SLOW_CONSUMER = "dev.gannet.slow-consumer";
    static final String STORAGE_FAULT = "dev.gannet.storage-fault";
    static final String STORAGE_RECOVERED = "dev.gannet.storage-recovered";

    /** So many of a kind are told at a look, and then how many more there are. */
    static final int TOLD_MAX = 16;

    private final NotificationBroadcasterSupport emitter;
    private final ObjectName source;
    private final Clock clock;
    private final SlowConsumerAlerts slow;
    private final StorageAlerts storage;
    private final AtomicLong sequence = new AtomicLong();

    /** Where somebody is told. */
    interface Teller {
        /** {@code data} is of the JDK's types. */
        void tell(String type, String text, @Nullable Object data);
    }

    Alerts(NotificationBroadcasterSupport emitter, ObjectName source, ServerView view, Clock clock) {
        this.emitter = emitter;
        this.source = source;
        this.clock = clock;
        this.slow = new SlowConsumerAlerts(view, clock, this::tell);
        this.storage = new StorageAlerts(clock, this::tell);
    }

    /** Makes what sends them, and says which ones. */
    static NotificationBroadcasterSupport emitter() {
        String type = Notification.class.getName();
        return new NotificationBroadcasterSupport(
                new MBeanNotificationInfo(
                        new String[] {SLOW_CONSUMER},
                        type,
                        "A client reads too slowly: it was closed for it, or publishers are held up. At most "
                                + TOLD_MAX + " a second"),
                new MBeanNotificationInfo(
                        new String[] {STORAGE_FAULT, STORAGE_RECOVERED},
                        type,
                        "Nothing can be stored, damage was found, a stream cannot be read or written; it can be stored"
                                + " again"));
    }

    /** Tells what has happened since the last time. */
    void look(ServerView view) {
        slow.look();
        storage.look(view.jetStream());
    }

    private void tell(String type, String text, @Nullable Object data) {
        Notification notification = new Notification(
                type, source, sequence.incrementAndGet(), clock.instant().toEpochMilli(), text);
        notification.setUserData(data);
        emitter.sendNotification(notification);
    }
}
