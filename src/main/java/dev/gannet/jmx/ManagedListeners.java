package dev.gannet.jmx;

import dev.gannet.config.ListenConfig;
import dev.gannet.config.MonitorConfig;
import dev.gannet.engine.GannetServer;
import dev.gannet.monitor.ServerFacts;
import dev.gannet.monitor.ServerView;
import java.util.ArrayList;
import java.util.List;

/** Where a server is listened to, asked for anew. Any thread. */
final class ManagedListeners implements ListenersMXBean {
    private static final String NO_TLS = "none";

    private final GannetServer server;
    private final ServerView view;

    ManagedListeners(GannetServer server) {
        this.server = server;
        this.view = server.view();
    }

    @Override
    public Listener[] getListeners() {
        ServerFacts facts = view.facts();
        ListenConfig client = view.config().client();
        boolean isAccepting = server.isListening();
        List<Listener> listeners = new ArrayList<>();
        listeners.add(new At("client", client.host(), facts.clientPort(), tlsOfClients(facts), isAccepting));
        if (facts.monitorPort() > 0) { // A container that has not been asked over HTTP yet has not said where that is.
            MonitorConfig monitor = view.config().monitor();
            String tls = monitor.isEncrypted() ? "required" : NO_TLS;
            listeners.add(new At("monitoring", monitor.host(), facts.monitorPort(), tls, !server.isClosed()));
        }
        listeners.add(new At("in-process", "", 0, NO_TLS, isAccepting));
        return listeners.toArray(Listener[]::new);
    }

    private String tlsOfClients(ServerFacts facts) {
        if (view.config().tls() == null) {
            return NO_TLS;
        }
        return facts.tlsRequired() ? "required" : "available";
    }

    /** One place. Immutable. */
    private record At(String kind, String host, int port, String tls, boolean isAccepting) implements Listener {
        @Override
        public String getKind() {
            return kind;
        }

        @Override
        public String getHost() {
            return host;
        }

        @Override
        public int getPort() {
            return port;
        }

        @Override
        public String getTls() {
            return tls;
        }

        @Override
        public boolean isAccepting() {
            return isAccepting;
        }
    }
}
