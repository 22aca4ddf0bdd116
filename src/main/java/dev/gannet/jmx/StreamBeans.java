package dev.gannet.jmx;

import dev.gannet.base.Clock;
import dev.gannet.base.ServerLog;
import dev.gannet.monitor.jetstream.JetStreamView;
import dev.gannet.monitor.jetstream.StreamSnapshot;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * The journal and each stream under a name in JMX, as long as there are any: a stream that is gone goes from there too.
 * The first {@value #STREAMS_MAX} have one, by account and name.
 *
 * <p><b>Owner:</b> one thread at a time.
 */
final class StreamBeans {
    private static final int STREAMS_MAX = 1_000;
    private static final String DOMAIN = "dev.gannet:type=";

    private final MBeanServer registry;
    private final ServerLog log;
    private final String ofServer;
    private final JetStreamView view;
    private final LatestStreams latest;
    private final Set<ObjectName> streams = new HashSet<>();
    private final Set<ObjectName> journal = new HashSet<>();
    private long shownChanges = -1;

    /** {@code serverName} is what tells servers of one JVM from each other: a part of every name. */
    StreamBeans(MBeanServer registry, ServerLog log, String serverName, JetStreamView view, Clock clock) {
        this.registry = registry;
        this.log = log;
        this.view = view;
        this.latest = new LatestStreams(view, clock);
        this.ofServer = ",server=" + ObjectName.quote(serverName);
    }

    /** Shows what is there now. */
    void show() {
        long changes = view.changes();
        if (changes == shownChanges) {
            return;
        }
        shownChanges = changes; // What changes from here on is shown the next time.
        try {
            if (journal.isEmpty()) {
                ObjectName name = new ObjectName(DOMAIN + "Journal" + ofServer);
                registry.registerMBean(DescribedBean.of(new ManagedJournal(view), JournalMXBean.class), name);
                journal.add(name);
            }
            Set<ObjectName> gone = new HashSet<>(streams);
            for (String account : view.accounts()) {
                List<StreamSnapshot> known = view.streams(account);
                if (known == null) {
                    shownChanges = -1; // It is asked again.
                    return;
                }
                for (StreamSnapshot stream : known) {
                    gone.remove(show(account, stream));
                }
            }
            for (ObjectName name : gone) {
                streams.remove(name);
                remove(name);
            }
        } catch (JMException e) {
            log.warn("Streams cannot be shown in JMX: " + e);
        }
    }

    private ObjectName show(String account, StreamSnapshot stream) throws JMException {
        ObjectName name = new ObjectName(DOMAIN + "Stream" + ofServer + ",account=" + ObjectName.quote(account)
                + ",name=" + ObjectName.quote(stream.name()));
        if (!streams.contains(name) && streams.size() < STREAMS_MAX) {
            ManagedStream added = new ManagedStream(account, stream, latest);
            registry.registerMBean(DescribedBean.of(added, StreamMXBean.class), name);
            streams.add(name);
        }
        return name;
    }

    /** Takes all of them away. */
    void close() {
        streams.forEach(this::remove);
        streams.clear();
        journal.forEach(this::remove);
        journal.clear();
    }

    private void remove(ObjectName name) {
        try {
            registry.unregisterMBean(name);
        } catch (JMException e) {
            log.debug("A name in JMX is gone already: " + e); // Whoever watches may remove it too.
        }
    }
}
