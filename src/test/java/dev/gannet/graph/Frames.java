package dev.gannet.graph;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a server sends, in the words of the model. */
final class Frames {
    private static final Pattern ACCOUNT = Pattern.compile("\"acc\":\"(\\w+)\"");
    private static final Pattern THROUGH = Pattern.compile("\"svc\":\"(\\w+)\"");

    private Frames() {}

    /** A message to a client, or what the server complains of. */
    record Frame(int peer, String shown, String reply, String payload) {}

    static List<Frame> of(int peer, byte[] output) {
        String text = new String(output, ISO_8859_1);
        List<Frame> frames = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int end = text.indexOf("\r\n", at);
            String line = text.substring(at, end);
            at = end + 2;
            boolean hasHeader = line.startsWith("HMSG ");
            if (!hasHeader && !line.startsWith("MSG ")) {
                if (!line.startsWith("PING") && !line.startsWith("INFO")) {
                    frames.add(new Frame(peer, peer + "< " + Texts.plain(line), "", ""));
                }
                continue;
            }
            String[] words = line.split(" ", -1);
            int numbers = hasHeader ? 2 : 1;
            int size = Integer.parseInt(words[words.length - 1]);
            int headerSize = hasHeader ? Integer.parseInt(words[words.length - 2]) : 0;
            String reply = words.length == 3 + numbers + 1 ? words[3] : "";
            String header = hasHeader ? header(text.substring(at, at + headerSize)) : "";
            String payload = text.substring(at + headerSize, at + size);
            Model.Sent sent = new Model.Sent(words[1], reply, header, payload);
            frames.add(new Frame(peer, Model.Delivery.of(peer, sent, words[2]).shown(), reply, payload));
            at += size + 2;
        }
        return frames;
    }

    private static String header(String block) {
        List<String> lines = new ArrayList<>();
        for (String line : block.split("\r\n", -1)) {
            if (line.startsWith("Nats-Request-Info: ")) {
                String told = line.contains("\"user\":") ? "all" : line.contains("\"server\":") ? "server" : "acc";
                lines.add("info " + first(ACCOUNT, line) + " " + first(THROUGH, line) + " " + told);
            } else if (!line.isEmpty() && !line.equals("NATS/1.0")) {
                lines.add(line);
            }
        }
        return String.join("|", lines);
    }

    private static String first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : "";
    }
}
