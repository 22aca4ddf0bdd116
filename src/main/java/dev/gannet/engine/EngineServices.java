package dev.gannet.engine;

import dev.gannet.base.ServerLog;
import dev.gannet.net.EventLoops;
import dev.gannet.net.ocsp.PeerListener;
import dev.gannet.routing.Responders;
import dev.gannet.service.EngineAccess;
import dev.gannet.service.SystemServices;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * What the server does beside passing messages on: the system account, and streams.
 *
 * <p><b>Owner:</b> whoever starts, reloads and ends the server.
 */
@Singleton
final class EngineServices {
    private final SystemServices system;
    private final JetStreamHost jetStream;

    @Inject
    EngineServices(SystemServices system, JetStreamHost jetStream) {
        this.system = system;
        this.jetStream = jetStream;
    }

    PeerListener peerListener() {
        return system.peerListener();
    }

    JetStreamHost jetStream() {
        return jetStream;
    }

    /** Begins to answer, and to tell. */
    void start(EventLoops loops, ServerLog log, EngineAccess engine) {
        system.start(new Responders(loops.count(), log), engine);
    }

    /**
     * Opens the streams, if there are to be any.
     *
     * @throws StartRefusedException if that is not possible
     */
    void startStreams(EventLoops loops, EngineView view) {
        if (jetStream.isOn()) {
            jetStream.begin();
            RunningStreams running = jetStream.open(loops);
            view.jetStream(running.view());
            jetStream.ready(running.storedBytes());
            running.accountsChanged(); // What there may be is known now that it is known what there is.
        }
    }

    /** The settings have changed: serves new accounts too, and begins or ends the streams as they say. */
    void reloaded(EventLoops loops, EngineView view, ServerLog log) {
        system.accountsChanged();
        if (jetStream.isOn() == jetStream.isRunning()) {
            jetStream.accountsChanged();
        } else if (jetStream.isRunning()) {
            view.jetStream(null);
            jetStream.stop(loops);
        } else {
            restartStreams(loops, view, log);
        }
    }

    private void restartStreams(EventLoops loops, EngineView view, ServerLog log) {
        log.notice("Restarting JetStream");
        try {
            startStreams(loops, view);
        } catch (StartRefusedException e) {
            log.warn(String.valueOf(e.getMessage()));
            jetStream.end();
        }
    }

    /** Tells that the server sends its clients away. */
    void lameDuck() {
        system.lameDuck();
    }

    /** Tells that the server ends, and nothing from then on. Not to be called on an event loop. */
    void stop() {
        system.stop();
    }

    /** Ends the streams; the event loops have ended. */
    void stopStreams() {
        jetStream.end();
    }
}
