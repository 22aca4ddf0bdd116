package dev.gannet.tracing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/** How what the server says is packed, as an {@code Accept-Encoding} asks (CP-229, MO-112). */
public enum EventEncoding {
    /** It did not ask. */
    NONE(""),
    SNAPPY("snappy"),
    GZIP("gzip"),
    /** It asked for something else. */
    IDENTITY("identity");

    private final String name;

    EventEncoding(String name) {
        this.name = name;
    }

    /** Returns what the value of a header asks for. */
    public static EventEncoding accepted(String header) {
        String text = header.toLowerCase(Locale.ROOT);
        if (text.isEmpty()) {
            return NONE;
        }
        if (text.contains("snappy") || text.contains("s2")) {
            return SNAPPY;
        }
        return text.contains("gzip") ? GZIP : IDENTITY;
    }

    /** Returns the header block of what is packed so, empty for none. */
    public byte[] headers() {
        String block = this == NONE ? "" : "NATS/1.0\r\nContent-Encoding: " + name + "\r\n\r\n";
        return block.getBytes(US_ASCII);
    }

    public byte[] encode(byte[] json) {
        return switch (this) {
            case NONE, IDENTITY -> json;
            case SNAPPY -> Snappy.frames(json);
            case GZIP -> gzip(json);
        };
    }

    private static byte[] gzip(byte[] json) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream(json.length / 2 + 64);
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes every byte", e);
        }
        return packed.toByteArray();
    }
}
