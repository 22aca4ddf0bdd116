package dev.gannet.client.bucket;

import dev.gannet.api.Message;
import dev.gannet.api.MessagingException;
import io.nats.client.api.KeyValueEntry;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A change of a bucket as a message: its subject is the key, its payload the value. */
record ChangeMessage(KeyValueEntry entry) implements Message {
    private static final byte[] NOTHING = {};

    @Override
    public String subject() {
        return entry.getKey();
    }

    @Override
    public @Nullable String reply() {
        return null;
    }

    @Override
    public Map<String, List<String>> headers() {
        return Map.of();
    }

    @Override
    public byte[] payload() {
        byte[] value = entry.getValue();
        return value == null ? NOTHING : value;
    }

    @Override
    public void respond(byte[] payload) {
        throw new MessagingException("nobody waits for an answer to a change of " + entry.getKey(), null);
    }
}
