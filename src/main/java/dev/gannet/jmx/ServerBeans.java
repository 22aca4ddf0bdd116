package dev.gannet.jmx;

import dev.gannet.base.Clock;
import dev.gannet.base.ServerLog;
import dev.gannet.engine.DaemonThreads;
import dev.gannet.engine.GannetServer;
import dev.gannet.monitor.ServerView;
import dev.gannet.monitor.jetstream.JetStreamView;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.NotificationBroadcasterSupport;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * A server in JMX: itself, its listeners, connections and accounts, and with JetStream the journal and the streams.
 *
 * <p><b>Owner:</b> one thread at a time: who looks again and again, then who closes the server.
 */
public final class ServerBeans {
    /** How often it is to be looked. */
    public static final long LOOK_MILLIS = 1_000;

    private static final int CLOSE_SECONDS_MAX = 5;
    private static final String DOMAIN = "dev.gannet:type=";

    private final ServerView view;
    private final MBeanServer registry;
    private final ServerLog log;
    private final Clock clock;
    private final Registration registration;
    private final Alerts alerts;
    private final String serverName;
    private final List<ObjectName> names = new ArrayList<>();
    private @Nullable JetStreamView followed;
    private @Nullable StreamBeans streams;

    private ServerBeans(GannetServer server, MBeanServer registry, ServerLog log, Clock clock) {
        this.view = server.view();
        this.registry = registry;
        this.log = log;
        this.clock = clock;
        NotificationBroadcasterSupport emitter = Alerts.emitter();
        this.registration = Registration.of(new ManagedServer(server, view, clock), emitter, registry);
        this.alerts = new Alerts(emitter, registration.name(), view, clock);
        boolean isTaken = registry.isRegistered(name("Connections", server.serverName()));
        this.serverName = isTaken ? server.serverId() : server.serverName();
        add("Listeners", DescribedBean.of(new ManagedListeners(server), ListenersMXBean.class));
        add("Connections", DescribedBean.of(new ManagedConnections(server, clock), ConnectionsMXBean.class));
        add("Accounts", DescribedBean.of(new ManagedAccounts(view), AccountsMXBean.class));
    }

    /**
     * Shows a server that clients can connect to. The caller has it {@link #look} again and again, {@link #leave} as soon as
     * the server is closed, and then {@link #close}.
     */
    public static ServerBeans show(GannetServer server, MBeanServer registry, ServerLog log, Clock clock) {
        return new ServerBeans(server, registry, log, clock);
    }

    /** Shows a server that clients can connect to, on a thread of its own, until it is closed. */
    public static void showUntilClosed(GannetServer server, MBeanServer registry, ServerLog log) {
        ServerBeans beans = show(server, registry, log, Clock.system());
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(new DaemonThreads());
        ScheduledFuture<?> looking =
                executor.scheduleWithFixedDelay(beans::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        server.whenClosed(() -> {
            looking.cancel(false);
            beans.leave();
            end(executor, log);
            beans.close();
        });
    }

    private static void end(ScheduledExecutorService executor, ServerLog log) {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(CLOSE_SECONDS_MAX, TimeUnit.SECONDS)) {
                log.warn("Still going on: the server is being shown in JMX");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // Whoever closes the server does not want to wait.
        }
    }

    private static ObjectName name(String type, String server) {
        try {
            return new ObjectName(DOMAIN + type + ",server=" + ObjectName.quote(server));
        } catch (JMException e) {
            throw new IllegalStateException(e); // It is quoted.
        }
    }

    private void add(String type, DescribedBean bean) {
        try {
            ObjectName name = name(type, serverName);
            registry.registerMBean(bean, name);
            names.add(name);
        } catch (JMException e) {
            log.warn(type + " cannot be shown in JMX: " + e);
        }
    }

    /** Shows streams that are new, none that are gone, and tells what has gone wrong. A reload turns streams on and off. */
    public void look() {
        try {
            JetStreamView now = view.jetStream();
            if (now != followed) {
                endStreams();
                followed = now;
                streams = now == null ? null : new StreamBeans(registry, log, serverName, now, clock);
            }
            StreamBeans current = streams;
            if (current != null) {
                current.show();
            }
            alerts.look(view);
        } catch (RuntimeException e) { // A server that ends meanwhile has nothing more to show.
            log.warn("The server cannot be shown in JMX: " + e);
        }
    }

    /** Takes the server's own name away: who waits for the server's end waits for that. Any thread. */
    public void leave() {
        registration.remove();
    }

    /** Takes the other names away. */
    public void close() {
        endStreams();
        for (ObjectName name : names) {
            try {
                registry.unregisterMBean(name);
            } catch (JMException e) {
                log.debug("A name in JMX is gone already: " + e); // Whoever watches may remove it too.
            }
        }
        names.clear();
    }

    private void endStreams() {
        StreamBeans current = streams;
        streams = null;
        if (current != null) {
            current.close();
        }
    }
}
