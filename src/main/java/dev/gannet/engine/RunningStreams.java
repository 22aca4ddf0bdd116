package dev.gannet.engine;

import dev.gannet.connection.ServerContext;
import dev.gannet.jetstream.api.JetStreamApi;
import dev.gannet.jetstream.event.Advisories;
import dev.gannet.jetstream.live.JetStream;
import dev.gannet.monitor.jetstream.JetStreamView;
import dev.gannet.protocol.EventIds;
import dev.gannet.routing.Responders;
import java.util.concurrent.ThreadFactory;

/**
 * Streams that are open: they take messages, answer on the API, and show themselves to the monitoring.
 *
 * <p><b>Owner:</b> whoever starts, reloads and ends the server.
 */
final class RunningStreams implements AutoCloseable {
    private final JetStream streams;
    private final StreamLoops loops;
    private final ServerContext context;
    private final ApiThread thread;
    private final JetStreamApi api;
    private final JetStreamView view;

    RunningStreams(
            ServerContext context, JetStreamHost host, JetStream streams, StreamLoops loops, ThreadFactory threads) {
        this.streams = streams;
        this.loops = loops;
        this.context = context;
        JetStreamAccounts accounts = new JetStreamAccounts(context);
        this.thread = new ApiThread(threads);
        StreamApi apiHost = new StreamApi(context, accounts, loops.all());
        JetStreamApi.Assets assets = new JetStreamApi.Assets(streams.streams(), streams.consumers(), streams.pulls());
        this.api = new JetStreamApi(
                apiHost,
                assets,
                new Responders(loops.count(), context.log()),
                thread,
                new Advisories(apiHost, new EventIds()));
        this.view = new JetStreamFigures(
                new JetStreamFigures.Parts(context, host, accounts, streams.tails()),
                assets,
                api,
                new StoreFigures(streams, host.directory().path()));
    }

    JetStreamView view() {
        return view;
    }

    long storedBytes() {
        return streams.storedBytes();
    }

    /** Answers in new accounts too; their streams take messages. */
    void accountsChanged() {
        api.accountsChanged(context.accounts().all());
        streams.accountsChanged();
    }

    /** Has consumers send nothing any more; the event loops are at work. */
    void stopSending() {
        streams.stopSending();
    }

    /** Answers nothing and takes nothing any more; what was taken is stored. The event loops are at work. */
    void withdraw() {
        api.end();
        loops.awaitTurns(); // What came before is answered.
        streams.stopSending();
        streams.stopTaking();
        loops.awaitTurns();
        streams.settle();
        loops.leave();
    }

    /** Ends them; the event loops have ended, or have nothing to do with them any more. */
    @Override
    public void close() {
        thread.stop();
        streams.close();
    }
}
