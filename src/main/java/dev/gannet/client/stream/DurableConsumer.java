package dev.gannet.client.stream;

import dev.gannet.api.MessagingException;
import dev.gannet.client.JnatsMessaging;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Finds a consumer, or makes it, and looks whether it is as a method wants it. Blocks. */
final class DurableConsumer {
    private static final System.Logger LOG = System.getLogger("dev.gannet.client.stream");
    private static final int NO_SUCH_STREAM = 10059;
    private static final int NO_SUCH_CONSUMER = 10014;

    private final StreamSettings settings;

    DurableConsumer(StreamSettings settings) {
        this.settings = settings;
    }

    /**
     * Returns what the consumer is now.
     *
     * @throws MessagingException if there is none, or one that cannot be used
     */
    ConsumerConfiguration find(Connection connection) {
        try {
            JetStreamManagement management = connection.jetStreamManagement();
            try {
                return looked(
                        management,
                        management
                                .getConsumerInfo(settings.stream(), settings.consumer())
                                .getConsumerConfiguration());
            } catch (JetStreamApiException e) {
                if (e.getApiErrorCode() != NO_SUCH_CONSUMER) {
                    throw e;
                }
                return made(management);
            }
        } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() == NO_SUCH_STREAM) {
                throw new MessagingException(settings + ": there is no such stream", e);
            }
            throw new MessagingException(settings + ": " + e.getMessage(), e);
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            throw new MessagingException(settings + ": " + JnatsMessaging.problem(e), e);
        }
    }

    private ConsumerConfiguration made(JetStreamManagement management) throws IOException, JetStreamApiException {
        if (!settings.create()) {
            throw new MessagingException(settings + ": there is no such consumer: make it, or say create = true", null);
        }
        ConsumerConfiguration.Builder wanted = wanted(ConsumerConfiguration.builder()
                .durable(settings.consumer())
                .ackPolicy(AckPolicy.Explicit)
                .deliverPolicy(settings.onlyNew() ? DeliverPolicy.New : DeliverPolicy.All));
        return management.addOrUpdateConsumer(settings.stream(), wanted.build()).getConsumerConfiguration();
    }

    /** What is there is changed only by who says so. */
    private ConsumerConfiguration looked(JetStreamManagement management, ConsumerConfiguration found)
            throws IOException, JetStreamApiException {
        if (found.getDeliverSubject() != null) {
            throw new MessagingException(settings + ": it pushes (expected: one to pull from)", null);
        }
        if (found.getAckPolicy() != AckPolicy.Explicit) {
            throw new MessagingException(
                    settings + ": its ack policy is " + found.getAckPolicy() + " (expected: explicit)", null);
        }
        List<String> differences = differences(found);
        if (differences.isEmpty()) {
            return found;
        }
        if (settings.update()) {
            ConsumerConfiguration changed =
                    wanted(ConsumerConfiguration.builder(found)).build();
            return management.updateConsumer(settings.stream(), changed).getConsumerConfiguration();
        }
        String difference = settings + " has " + String.join(", ", differences);
        if (hasOtherSubjects(found)) {
            throw new MessagingException(difference + ": change it, or say update = true", null);
        }
        LOG.log(System.Logger.Level.WARNING, difference + ": it is used as it is; update = true changes it");
        return found;
    }

    private ConsumerConfiguration.Builder wanted(ConsumerConfiguration.Builder consumer) {
        if (!settings.subjects().isEmpty()) {
            consumer.filterSubjects(settings.subjects());
        }
        if (!settings.ackWait().isZero()) {
            consumer.ackWait(settings.ackWait());
        }
        return consumer;
    }

    private List<String> differences(ConsumerConfiguration found) {
        List<String> differences = new ArrayList<>();
        if (hasOtherSubjects(found)) {
            differences.add("subjects " + subjects(found) + " (expected: " + settings.subjects() + ")");
        }
        Duration wait = settings.ackWait();
        if (!wait.isZero() && !wait.equals(found.getAckWait())) {
            differences.add("ack wait " + found.getAckWait().toMillis() + " ms (expected: " + wait.toMillis() + ")");
        }
        return differences;
    }

    /** Where the method says nothing of subjects the consumer's own are right. */
    private boolean hasOtherSubjects(ConsumerConfiguration found) {
        return !settings.subjects().isEmpty()
                && !new HashSet<>(subjects(found)).equals(new HashSet<>(settings.subjects()));
    }

    private static List<String> subjects(ConsumerConfiguration found) {
        List<String> filters = found.getFilterSubjects(); // Null without any.
        return filters == null ? List.of() : filters;
    }
}
