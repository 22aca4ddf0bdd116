package dev.gannet.monitor.jetstream;

import dev.gannet.base.Quoted;
import dev.gannet.monitor.ServerView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with JetStream or one of its streams (MO-38..42).
 *
 * @param httpStatus what a request for the health is answered with then
 * @param type one of the reference's words
 * @param account whose it is; empty if that is not said
 * @param stream which one; likewise
 * @param consumer which one; likewise
 */
public record AssetHealth(int httpStatus, String type, String account, String stream, String consumer, String error) {
    private static final int NOT_FOUND = 404;
    private static final int UNAVAILABLE = 503;

    /** Looks for what is wrong; one account, one of its streams, one of its consumers, or all for empty names. */
    public static @Nullable AssetHealth problem(ServerView server, String account, String stream, String consumer) {
        JetStreamView view = server.jetStream();
        AssetHealth ofServer = ofServer(view);
        if (view == null || ofServer != null) {
            return ofServer;
        }
        List<String> accounts = account.isEmpty() ? view.accounts() : List.of(account);
        for (String each : accounts) {
            for (StreamSnapshot of : view.knownStreams(each)) {
                boolean isMeant = stream.isEmpty() || stream.equals(of.name());
                if (isMeant && of.problem() != null) {
                    String error = "JetStream stream '" + each + " > " + of.name() + "' " + of.problem();
                    return new AssetHealth(UNAVAILABLE, "STREAM", each, of.name(), "", error);
                }
            }
        }
        return account.isEmpty() ? null : missing(view, account, stream, consumer);
    }

    /** Looks at what all streams have in common; null are none, where there should be. */
    public static @Nullable AssetHealth ofServer(@Nullable JetStreamView view) {
        if (view == null) {
            return new AssetHealth(UNAVAILABLE, "JETSTREAM", "", "", "", "JetStream not enabled (10076)");
        }
        String problem = view.problem();
        return problem == null
                ? null
                : new AssetHealth(UNAVAILABLE, "JETSTREAM", "", "", "", "JetStream write error: " + problem);
    }

    /** An account without a stream is not known, in the reference either. */
    private static @Nullable AssetHealth missing(JetStreamView view, String account, String stream, String consumer) {
        List<StreamSnapshot> streams = view.streams(account);
        if (streams == null) {
            return unanswered();
        }
        if (streams.isEmpty()) {
            String error = "JetStream account " + Quoted.of(account) + " not found";
            return new AssetHealth(NOT_FOUND, "ACCOUNT", account, "", "", error);
        }
        if (stream.isEmpty()) {
            return null;
        }
        if (streams.stream().noneMatch(each -> each.name().equals(stream))) {
            String error = "JetStream stream " + Quoted.of(stream) + " not found on account " + Quoted.of(account);
            return new AssetHealth(NOT_FOUND, "STREAM", account, stream, "", error);
        }
        if (consumer.isEmpty()) {
            return null;
        }
        List<ConsumerSnapshot> consumers = view.consumers(account, stream, false);
        if (consumers == null) {
            return unanswered();
        }
        if (consumers.stream().anyMatch(each -> each.name().equals(consumer))) {
            return null;
        }
        String error = "JetStream consumer " + Quoted.of(consumer) + " not found for stream " + Quoted.of(stream)
                + " on account " + Quoted.of(account);
        return new AssetHealth(NOT_FOUND, "CONSUMER", account, stream, consumer, error);
    }

    /** What is not known is neither there nor missing. */
    private static AssetHealth unanswered() {
        return new AssetHealth(UNAVAILABLE, "JETSTREAM", "", "", "", "JetStream does not answer in time");
    }
}
