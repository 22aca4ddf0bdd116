package dev.gannet.monitor.jetstream;

import dev.gannet.config.feature.JetStreamConfig;
import dev.gannet.monitor.ServerView;
import dev.gannet.monitor.json.OmitEmpty;
import org.jspecify.annotations.Nullable;

/** What {@code /varz} and the server's statistics say of JetStream (MO-54). */
public record JetStreamSection(
        @OmitEmpty @Nullable JetStreamSettings config,
        @OmitEmpty @Nullable JetStreamStats stats,
        @OmitEmpty @Nullable ShownLimits limits) {
    private static final JetStreamSection OFF = new JetStreamSection(null, null, null);

    /** Returns an empty one where JetStream is off. */
    public static JetStreamSection of(ServerView server) {
        JetStreamView view = server.jetStream();
        if (view == null) {
            return OFF;
        }
        JetStreamConfig config = server.config().features().jetStream();
        return new JetStreamSection(
                JetStreamSettings.of(config, view.bounds()),
                JetStreamStats.ofServer(view),
                ShownLimits.of(config.limits()));
    }

    /** The same for everybody who listens to the system account; null where JetStream is off. */
    public static @Nullable JetStreamSection forEvents(ServerView server) {
        JetStreamSection section = of(server);
        return section.config == null
                ? null
                : new JetStreamSection(section.config.withoutDirectory(), section.stats, section.limits);
    }
}
