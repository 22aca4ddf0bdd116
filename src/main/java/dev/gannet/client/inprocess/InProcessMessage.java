package dev.gannet.client.inprocess;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gannet.api.Message;
import dev.gannet.api.Messaging;
import dev.gannet.client.MessageParts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A message as it came, with its headers still as bytes. */
final class InProcessMessage implements Message {
    private final Messaging messaging;
    private final String subject;
    private final @Nullable String reply;
    private final byte[] headerBlock;
    private final byte[] payload;

    InProcessMessage(Messaging messaging, Parts parts) {
        this.messaging = messaging;
        this.subject = parts.subject();
        this.reply = parts.reply();
        this.headerBlock = parts.headerBlock();
        this.payload = parts.payload();
    }

    /** What a message is made of, as it came; the block is empty without headers. */
    @SuppressWarnings("ArrayRecordComponent") // Handed on, never compared.
    record Parts(String subject, @Nullable String reply, byte[] headerBlock, byte[] payload) {}

    /** Returns how much of it waits where it waits. */
    int bytes() {
        return subject.length() + headerBlock.length + payload.length;
    }

    /** Returns whether this is the server's word that nobody is there to answer. */
    boolean saysThatNobodyAnswers() {
        return headerBlock.length > 0 && payload.length == 0 && firstLine().startsWith("NATS/1.0 503");
    }

    private String firstLine() {
        String block = new String(headerBlock, UTF_8);
        int end = block.indexOf('\r');
        return end < 0 ? block : block.substring(0, end);
    }

    @Override
    public String subject() {
        return subject;
    }

    @Override
    public @Nullable String reply() {
        return reply;
    }

    @Override
    public Map<String, List<String>> headers() {
        if (headerBlock.length == 0) {
            return Map.of();
        }
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (String line : new String(headerBlock, UTF_8).split("\r\n", -1)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.computeIfAbsent(line.substring(0, colon), name -> new ArrayList<>())
                        .add(line.substring(colon + 1).strip());
            }
        }
        return headers;
    }

    @Override
    public byte[] payload() {
        return payload;
    }

    @Override
    public void respond(byte[] answer) {
        MessageParts.respond(this, messaging, answer);
    }
}
