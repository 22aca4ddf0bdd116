package dev.gannet.subject.transform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The lines of {@code subject/transforms.txt}: what nats-server makes of subjects. */
record Recorded(String source, String destination, String written, String result) {
    private static final String FILE = "/subject/transforms.txt";

    static List<Recorded> errors() {
        return lines().stream()
                .filter(line -> line.length == 3)
                .map(Recorded::error)
                .toList();
    }

    static List<Recorded> results() {
        return lines().stream()
                .filter(line -> line.length == 4)
                .map(Recorded::result)
                .toList();
    }

    byte[] subject() {
        return unescape(written);
    }

    /** Returns the subject that this one becomes; it has to become one. */
    byte[] mapped() {
        return unescape(result.substring(1));
    }

    boolean isMapped() {
        return result.startsWith(">");
    }

    String error() {
        return text(result.substring(1));
    }

    @Override
    public String toString() {
        return source + " -> " + destination + ", " + written + ": " + result;
    }

    private static Recorded error(String[] line) {
        return new Recorded(text(line[0]), text(line[1]), "", line[2]);
    }

    private static Recorded result(String[] line) {
        return new Recorded(text(line[0]), text(line[1]), line[2], line[3]);
    }

    private static List<String[]> lines() {
        try (InputStream in = requireNonNull(Recorded.class.getResourceAsStream(FILE))) {
            return new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(String escaped) {
        return new String(unescape(escaped), UTF_8);
    }

    private static byte[] unescape(String escaped) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < escaped.length(); ) {
            if (escaped.startsWith("\\x", i)) {
                bytes.write(Integer.parseInt(escaped, i + 2, i + 4, 16));
                i += 4;
            } else if (escaped.startsWith("\\t", i)) {
                bytes.write('\t');
                i += 2;
            } else {
                int character = escaped.codePointAt(i);
                bytes.writeBytes(Character.toString(character).getBytes(UTF_8));
                i += Character.charCount(character);
            }
        }
        return bytes.toByteArray();
    }
}
