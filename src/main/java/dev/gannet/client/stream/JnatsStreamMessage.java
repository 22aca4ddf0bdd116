package dev.gannet.client.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gannet.api.MessagingException;
import dev.gannet.api.StreamMessage;
import dev.gannet.client.MessageParts;
import io.nats.client.Connection;
import io.nats.client.impl.NatsJetStreamMetaData;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A message of a stream as jnats has it. */
final class JnatsStreamMessage implements StreamMessage {
    private final Connection connection;
    private final io.nats.client.Message message;
    private final NatsJetStreamMetaData metadata;

    JnatsStreamMessage(Connection connection, io.nats.client.Message message) {
        this.connection = connection;
        this.message = message;
        this.metadata = message.metaData();
    }

    @Override
    public String stream() {
        return metadata.getStream();
    }

    @Override
    public String consumer() {
        return metadata.getConsumer();
    }

    @Override
    public long sequence() {
        return metadata.streamSequence();
    }

    @Override
    public long deliveries() {
        return metadata.deliveredCount();
    }

    @Override
    public Instant time() {
        return metadata.timestamp().toInstant();
    }

    @Override
    public String subject() {
        return message.getSubject();
    }

    /** Null: what stands there is where the consumer wants to be told what became of the message. */
    @Override
    public @Nullable String reply() {
        return null;
    }

    @Override
    public Map<String, List<String>> headers() {
        return MessageParts.headers(message.getHeaders());
    }

    @Override
    public byte[] payload() {
        return message.getData();
    }

    @Override
    public void respond(byte[] payload) {
        throw new MessagingException("nobody waits for an answer to " + subject() + ", a message of a stream", null);
    }

    void acknowledge() {
        say("+ACK");
    }

    void again(long delayMillis) {
        say(delayMillis == 0 ? "-NAK" : "-NAK {\"delay\": " + TimeUnit.MILLISECONDS.toNanos(delayMillis) + "}");
    }

    void inProgress() {
        say("+WPI");
    }

    void drop() {
        say("+TERM");
    }

    /** Not by the client library's own methods: those fail once the subscription has ended. */
    private void say(String what) {
        connection.publish(message.getReplyTo(), what.getBytes(UTF_8));
    }
}
