package dev.gannet.ee.connector;

import dev.gannet.base.ServerLog;
import dev.gannet.engine.GannetServer;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import javax.naming.InitialContext;
import javax.naming.NameAlreadyBoundException;
import javax.naming.NamingException;

/**
 * Applications in the same container find the server under {@value #NAME} and need no socket to it. Where several servers
 * are deployed, the first one has the name.
 */
@ApplicationScoped
class InProcessName {
    static final String NAME = "java:global/gannet/in-process";

    @Inject
    GannetServer server;

    @Inject
    ServerLog log;

    private boolean bound;

    @SuppressWarnings("BanJNDI") // The name is a constant.
    void bind(@Observes Listening event) throws NamingException {
        try {
            new InitialContext().bind(NAME, server.inProcess());
            bound = true;
        } catch (NameAlreadyBoundException e) {
            log.notice("Another server has the name " + NAME + ": applications reach this one over TCP");
        }
    }

    @PreDestroy
    @SuppressWarnings("BanJNDI")
    void unbind() {
        if (!bound) {
            return;
        }
        bound = false;
        try {
            new InitialContext().unbind(NAME);
        } catch (NamingException e) {
            log.warn("The name " + NAME + " could not be taken away: " + e);
        }
    }
}
