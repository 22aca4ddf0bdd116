package dev.gannet.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.testing.WireConnection;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A client that speaks with consumers byte by byte. What comes to its subscriptions is kept in order, each message as
 * {@code subject [reply] headers payload} with what differs from run to run covered.
 *
 * <p><b>Owner:</b> the test's thread.
 */
final class ConsumerWire implements AutoCloseable {
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");
    private static final Pattern NANOS = Pattern.compile("\\b1\\d{18}\\b");
    private static final Pattern ID = Pattern.compile("\\b[A-Za-z0-9]{22}\\b");
    private static final Pattern FLOW = Pattern.compile("(\\$JS\\.FC\\.\\w+\\.\\w+\\.)\\w+");
    private static final Pattern TOOK = Pattern.compile("\"ack_time\":\\d+");

    private final WireConnection connection;
    private final String answers = "answers-" + System.nanoTime() + ".";
    private final Deque<Message> messages = new ArrayDeque<>();
    private int asked;
    private int subscribed;

    /** What has come. */
    record Message(String subject, String reply, String headers, String payload) {
        @Override
        public String toString() {
            return masked(subject + " [" + reply + "] " + headers + payload);
        }
    }

    ConsumerWire(int port) throws IOException {
        this(port, "");
    }

    /** @param user as members of a JSON object, with a comma in front */
    ConsumerWire(int port, String user) throws IOException {
        connection = new WireConnection(port);
        connection.readLine();
        connection.send("CONNECT {\"verbose\":false,\"headers\":true,\"no_responders\":true" + user + "}\r\n");
        subscribe(answers + "*");
    }

    static String masked(String text) {
        String masked = TIME.matcher(text).replaceAll("<time>");
        masked = NANOS.matcher(masked).replaceAll("<nanos>");
        masked = ID.matcher(masked).replaceAll("<id>");
        masked = FLOW.matcher(masked).replaceAll("$1<flow>");
        masked = TOOK.matcher(masked).replaceAll("\"ack_time\":<some>");
        return masked.replace("\r\n", "|");
    }

    int subscribe(String subject) throws IOException {
        connection.send("SUB " + subject + " " + ++subscribed + "\r\n");
        flush();
        return subscribed;
    }

    void unsubscribe(int sid) throws IOException {
        connection.send("UNSUB " + sid + "\r\n");
        flush();
    }

    void publish(String subject, String payload) throws IOException {
        connection.send("PUB " + subject + " " + payload.length() + "\r\n" + payload + "\r\n");
    }

    /** Answers with headers alone. */
    void answer(String subject, String lines) throws IOException {
        String headers = "NATS/1.0\r\n" + lines + "\r\n\r\n";
        connection.send(
                "HPUB " + subject + " " + headers.length() + " " + headers.length() + "\r\n" + headers + "\r\n");
    }

    /** Asks with headers, without waiting for what comes of it. */
    void ask(String subject, String reply, String lines, String payload) throws IOException {
        String headers = "NATS/1.0\r\n" + lines + "\r\n\r\n";
        int size = headers.length() + payload.length();
        connection.send("HPUB " + subject + " " + reply + " " + headers.length() + " " + size + "\r\n" + headers
                + payload + "\r\n");
    }

    void publish(String subject, String reply, String payload) throws IOException {
        connection.send("PUB " + subject + " " + reply + " " + payload.length() + "\r\n" + payload + "\r\n");
    }

    /** Publishes with headers, which stand on lines; an empty reply is none. */
    void publish(String subject, String reply, String lines, String payload) throws IOException {
        String headers = "NATS/1.0\r\n" + lines + "\r\n\r\n";
        connection.send("HPUB " + subject + " " + (reply.isEmpty() ? "" : reply + " ") + headers.length() + " "
                + (headers.length() + payload.length()) + "\r\n" + headers + payload + "\r\n");
    }

    /** Returns a subject that is subscribed to, and that no answer was sent to yet. */
    String inbox() {
        return answers + ++asked;
    }

    /** Waits until the server has seen all that was sent to it. */
    void flush() throws IOException {
        connection.send("PING\r\n");
        while (readMessage()) {}
    }

    /** Returns false if it was a PONG instead. */
    private boolean readMessage() throws IOException {
        String line = connection.readLine().strip();
        if (line.equals("PONG")) {
            return false;
        }
        assertThat(line).as("what came, or nothing").matches("H?MSG .*");
        String[] words = line.split(" ", -1);
        boolean hasHeaders = words[0].equals("HMSG");
        int size = Integer.parseInt(words[words.length - 1]);
        int headers = hasHeaders ? Integer.parseInt(words[words.length - 2]) : 0;
        boolean hasReply = words.length == (hasHeaders ? 6 : 5);
        String body = connection.read(size);
        connection.read(2);
        messages.add(
                new Message(words[1], hasReply ? words[3] : "", body.substring(0, headers), body.substring(headers)));
        return true;
    }

    /** Asks and returns the answer, headers first. */
    String request(String subject, String payload) throws IOException {
        String reply = answers + ++asked;
        publish(subject, reply, payload);
        while (true) {
            for (Message message : messages) {
                if (message.subject().equals(reply)) {
                    messages.remove(message);
                    return message.headers() + message.payload();
                }
            }
            readMessage();
        }
    }

    /** Returns the next message. */
    Message take() throws IOException {
        while (messages.isEmpty()) {
            readMessage();
        }
        return messages.remove();
    }

    /** Returns the next message as text. */
    String next() throws IOException {
        return take().toString();
    }

    List<String> next(int count) throws IOException {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(next());
        }
        return all;
    }

    /** Returns what has come until now. */
    List<String> come() throws IOException {
        flush();
        List<String> all = messages.stream().map(Message::toString).toList();
        messages.clear();
        return all;
    }

    // What is asked of JetStream.

    void stream(String name, String more) throws IOException {
        String subjects = "\"subjects\":[\"" + name.toLowerCase(java.util.Locale.ROOT) + ".>\"]";
        String answer = request("$JS.API.STREAM.CREATE." + name, "{\"name\":\"" + name + "\"," + subjects + more + "}");
        assertThat(answer).doesNotContain("\"error\"");
    }

    /** Stores so many messages, with the numbers from 1 on as last tokens and payloads. */
    void store(String prefix, int from, int to) throws IOException {
        for (int i = from; i <= to; i++) {
            assertThat(request(prefix + "." + i, "m" + i)).contains("\"seq\":");
        }
    }

    /**
     * Makes or changes a consumer.
     *
     * @param config members of a JSON object
     */
    String consumer(String stream, String name, String config) throws IOException {
        return request(
                "$JS.API.CONSUMER.CREATE." + stream + "." + name,
                "{\"stream_name\":\"" + stream + "\",\"config\":{\"name\":\"" + name + "\"," + config + "}}");
    }

    String durable(String stream, String name, String config) throws IOException {
        return consumer(stream, name, "\"durable_name\":\"" + name + "\",\"ack_policy\":\"explicit\"" + config);
    }

    void pull(String stream, String consumer, String inbox, String request) throws IOException {
        publish("$JS.API.CONSUMER.MSG.NEXT." + stream + "." + consumer, inbox, request);
    }

    /** Returns where a consumer is: delivered, ack floor, waited for, sent again, requests, to come. */
    String place(String stream, String consumer) throws IOException {
        String info = request("$JS.API.CONSUMER.INFO." + stream + "." + consumer, "");
        return number(info, "delivered\":\\{\"consumer_seq") + "/" + number(info, "delivered\":\\{[^}]*stream_seq")
                + " floor " + number(info, "ack_floor\":\\{\"consumer_seq") + "/"
                + number(info, "ack_floor\":\\{[^}]*stream_seq") + " unacked " + number(info, "num_ack_pending")
                + " again " + number(info, "num_redelivered") + " waiting " + number(info, "num_waiting") + " to come "
                + number(info, "num_pending") + (info.contains("\"push_bound\":true") ? " bound" : "");
    }

    private static String number(String info, String field) {
        Matcher matcher = Pattern.compile("\"" + field + "\":(\\d+)").matcher(info);
        assertThat(matcher.find()).as("%s in %s", field, info).isTrue();
        return matcher.group(1);
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
