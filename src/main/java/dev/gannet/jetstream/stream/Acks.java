package dev.gannet.jetstream.stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.jetstream.error.ApiError;
import dev.gannet.protocol.GoJson;

/** What a stream answers its publishers, byte for byte as the reference server has it (ST-76 to ST-78). Immutable. */
public final class Acks {
    private static final int LONGEST_NUMBER = 20;

    private final String stream;
    private final byte[] prefix;
    private final String refusedEnd;

    /** @param domain of the server, empty for none */
    public Acks(String stream, String domain) {
        this.stream = stream;
        StringBuilder begin = GoJson.quoteBytes(new StringBuilder("{\"stream\":"), stream);
        if (!domain.isEmpty()) {
            GoJson.quote(begin.append(", \"domain\":"), domain);
        }
        prefix = begin.append(",\"seq\":").toString().getBytes(ISO_8859_1);
        refusedEnd = GoJson.quoteBytes(new StringBuilder(",\"stream\":"), stream)
                .append(",\"seq\":0}")
                .toString();
    }

    /** Returns the stream's name. */
    public String stream() {
        return stream;
    }

    byte[] stored(long seq) {
        int digits = Long.toUnsignedString(seq).length();
        byte[] ack = new byte[prefix.length + digits + 1];
        number(ack, seq, digits);
        ack[ack.length - 1] = '}';
        return ack;
    }

    byte[] duplicate(long seq) {
        return with(seq, ",\"duplicate\": true}");
    }

    byte[] counted(long seq, String value) {
        return with(seq, ",\"val\":\"" + value + "\"}");
    }

    /** Returns the answer to who published a message that is not stored. */
    public byte[] refused(ApiError error) {
        StringBuilder answer = error.appendTo(new StringBuilder("{\"error\":")).append(refusedEnd);
        return answer.toString().getBytes(ISO_8859_1);
    }

    private byte[] with(long seq, String end) {
        StringBuilder ack = new StringBuilder(prefix.length + LONGEST_NUMBER + end.length());
        ack.append(new String(prefix, ISO_8859_1)).append(Long.toUnsignedString(seq));
        return ack.append(end).toString().getBytes(ISO_8859_1);
    }

    private void number(byte[] ack, long seq, int digits) {
        System.arraycopy(prefix, 0, ack, 0, prefix.length);
        long rest = seq;
        for (int at = prefix.length + digits - 1; at >= prefix.length; at--) {
            ack[at] = (byte) ('0' + Long.remainderUnsigned(rest, 10));
            rest = Long.divideUnsigned(rest, 10);
        }
    }
}
