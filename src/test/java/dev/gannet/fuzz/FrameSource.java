package dev.gannet.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes frames as clients send them: mostly in their usual form, sometimes in a form that is unusual but right, or
 * harmless but senseless.
 *
 * <p><b>Owner:</b> the test's thread.
 */
public final class FrameSource {
    private static final List<String> TOKENS =
            List.of("a", "b", "foo", "bar", "*", ">", "$SYS", "_INBOX", "x*", "é", "");
    private static final List<String> RESERVED =
            List.of("_R_.x", "_GR_.a", "$GR.a", "$JS.ACK.s.c", "$NRG.a", "_R_.", "$G");
    private static final List<String> OTHERS =
            List.of("INFO {}", "INFO {\"a\":[1,{}]}", "+OK", "-ERR 'x'", "MSG a 1 0", "A+ x", "RS+ $G a", "");
    private static final List<String> VALUES = List.of(
            "true",
            "false",
            "null",
            "0",
            "1",
            "-1",
            "2",
            "1e9",
            "99999999999999999999",
            "\"\"",
            "\"x\"",
            "\"\\u0000\\\"\"",
            "[]",
            "[[[]]]",
            "{\"a\":{}}",
            "\"6\"");
    private static final List<String> FLAGS = List.of(
            "verbose",
            "pedantic",
            "echo",
            "headers",
            "no_responders",
            "protocol",
            "name",
            "lang",
            "version",
            "tls_required",
            "account",
            "nkey",
            "jwt",
            "sig",
            "Verbose",
            "");
    private static final List<String> LOGINS = List.of(
            "\"user\":\"plain\",\"pass\":\"secret\"",
            "\"user\":\"asker\",\"pass\":\"secret\"",
            "\"user\":\"answerer\",\"pass\":\"secret\"",
            "\"user\":\"other\",\"pass\":\"secret\"",
            "\"user\":\"plain\",\"pass\":\"wrong\"",
            "\"auth_token\":\"secret\"",
            "\"user\":\"plain\"");

    private final SplittableRandom random;
    private final int payloadMax;
    private final int lineMax;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(1024);

    /**
     * @param payloadMax where the lengths of payloads end, a little below or above
     * @param lineMax where the lengths of lines end, likewise
     */
    public FrameSource(SplittableRandom random, int payloadMax, int lineMax) {
        this.random = random;
        this.payloadMax = payloadMax;
        this.lineMax = lineMax;
    }

    /** Returns the next frame. */
    public byte[] next() {
        out.reset();
        int choice = random.nextInt(100);
        if (choice < 35) {
            publish();
        } else if (choice < 50) {
            publishWithHeaders();
        } else if (choice < 64) {
            line(word("SUB") + gap() + subject() + gap() + (oneIn(3) ? queue() + gap() : "") + sid());
        } else if (choice < 74) {
            line(word("UNSUB") + gap() + sid() + (oneIn(2) ? gap() + random.nextInt(4) : ""));
        } else if (choice < 82) {
            line(word("PING"));
        } else if (choice < 86) {
            line(word("PONG"));
        } else if (choice < 97) {
            connect();
        } else {
            line(OTHERS.get(random.nextInt(OTHERS.size())));
        }
        return out.toByteArray();
    }

    private void publish() {
        byte[] payload = payload();
        line(word("PUB") + gap() + subject() + gap() + reply() + payload.length);
        out.writeBytes(payload);
        line("");
    }

    private void publishWithHeaders() {
        byte[] payload = payload();
        String head = oneIn(8) ? "" : "NATS/1.0\r\n" + (oneIn(2) ? "A: b\r\n" : "") + "\r\n";
        line(word("HPUB")
                + gap()
                + subject()
                + gap()
                + reply()
                + head.length()
                + gap()
                + (head.length() + payload.length));
        text(head);
        out.writeBytes(payload);
        line("");
    }

    private void connect() {
        StringBuilder json = new StringBuilder("{");
        if (!oneIn(5)) {
            json.append("\"verbose\":")
                    .append(oneIn(4))
                    .append(",\"pedantic\":")
                    .append(oneIn(4));
            json.append(",\"headers\":true,\"no_responders\":").append(oneIn(2));
            json.append(",\"echo\":").append(!oneIn(4)).append(",\"protocol\":1,");
        }
        if (oneIn(2)) {
            json.append(LOGINS.get(random.nextInt(LOGINS.size()))).append(',');
        }
        while (oneIn(4)) {
            json.append('"').append(FLAGS.get(random.nextInt(FLAGS.size()))).append("\":");
            json.append(VALUES.get(random.nextInt(VALUES.size()))).append(',');
        }
        json.append("\"lang\":\"fuzz\"}");
        line(word("CONNECT") + (oneIn(20) ? "" : gap()) + json);
    }

    private String subject() {
        if (oneIn(20)) {
            return RESERVED.get(random.nextInt(RESERVED.size()));
        }
        if (oneIn(60)) {
            return "l".repeat(Math.max(1, lineMax - 40 + random.nextInt(60)));
        }
        StringBuilder subject = new StringBuilder();
        int tokens = oneIn(30) ? 30 : 1 + random.nextInt(3);
        for (int i = 0; i < tokens; i++) {
            subject.append(i == 0 ? "" : ".").append(TOKENS.get(token()));
        }
        return subject.toString();
    }

    /** The plain tokens come more often than the odd ones. */
    private int token() {
        return oneIn(3) ? random.nextInt(TOKENS.size()) : random.nextInt(4);
    }

    private String reply() {
        return oneIn(3) ? (oneIn(2) ? "_INBOX.r" + random.nextInt(5) : subject()) + gap() : "";
    }

    private String queue() {
        return oneIn(10) ? "_sys_" : "q" + random.nextInt(3);
    }

    private String sid() {
        return oneIn(10) ? "s" + "9".repeat(random.nextInt(30)) : Integer.toString(random.nextInt(12));
    }

    private byte[] payload() {
        int length = switch (random.nextInt(12)) {
            case 0 -> 0;
            case 1 -> payloadMax - 2 + random.nextInt(4);
            case 2 -> random.nextInt(payloadMax + 1);
            default -> random.nextInt(40);
        };
        byte[] payload = new byte[length];
        if (oneIn(4)) {
            byte[] likeAFrame = "x\r\nPUB a 1\r\nx\r\n".getBytes(ISO_8859_1);
            for (int i = 0; i < length; i++) {
                payload[i] = likeAFrame[i % likeAFrame.length];
            }
        } else {
            random.nextBytes(payload);
        }
        return payload;
    }

    private String word(String verb) {
        if (!oneIn(10)) {
            return verb;
        }
        StringBuilder mixed = new StringBuilder();
        for (int i = 0; i < verb.length(); i++) {
            mixed.append((char) (verb.charAt(i) | (random.nextBoolean() ? 0x20 : 0)));
        }
        return mixed.toString();
    }

    private String gap() {
        return oneIn(25) ? (oneIn(2) ? "\t" : "  ") : " ";
    }

    private void line(String text) {
        text(text);
        text(oneIn(30) ? "\n" : "\r\n");
    }

    private void text(String text) {
        out.writeBytes(text.getBytes(ISO_8859_1));
    }

    private boolean oneIn(int count) {
        return random.nextInt(count) == 0;
    }
}
