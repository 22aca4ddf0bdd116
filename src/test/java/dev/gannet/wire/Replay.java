package dev.gannet.wire;

import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gannet.testing.RunningServer;
import dev.gannet.testing.WireConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Plays a transcript once against a server and fails where the server does something else.
 *
 * <p><b>Owner:</b> the test's thread.
 */
final class Replay implements Step.Handler, AutoCloseable {
    private static final Pattern CAPTURED = Pattern.compile("\\$\\{(\\w+)}");
    private static final Pattern GROUP_NAME = Pattern.compile("\\(\\?<(\\w+)>");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String INFO = "INFO ";
    private static final String PING = "PING\r\n";
    private static final int SHOWN_LENGTH_MAX = 2_000;

    private final Transcript transcript;
    private final RunningServer server;
    private final Pace pace;
    private final boolean expectsPings;
    private final Map<String, WireConnection> connections = new LinkedHashMap<>();
    private final Map<String, String> captured = new HashMap<>();
    private final List<String> ended = new ArrayList<>();
    private final StringBuilder unsent = new StringBuilder();
    private String unsentConnection = "";

    private Replay(Transcript transcript, RunningServer server, Pace pace) {
        this.transcript = transcript;
        this.server = server;
        this.pace = pace;
        this.expectsPings = transcript.steps().stream()
                .anyMatch(step ->
                        step instanceof Step.Expect expect && expect.text().equals(PING));
    }

    static void play(Transcript transcript, RunningServer server, Pace pace) {
        try (Replay replay = new Replay(transcript, server, pace)) {
            for (Step step : transcript.steps()) {
                replay.carryOut(step);
            }
            replay.finish();
            replay.leave();
        }
    }

    @Override
    public void onOpen(Step.Open open) {
        connect(open.connection());
    }

    @Override
    public void onSend(Step.Send send) {
        carryOut(send, () -> {
            connectionOf(send);
            unsent.append(substitute(send.text()));
            unsentConnection = send.connection();
        });
    }

    @Override
    public void onFinishSending(Step.FinishSending finish) {
        ended.add(finish.connection());
        carryOut(finish, () -> connectionOf(finish).finishSending());
    }

    @Override
    public void onClose(Step.Close close) {
        ended.add(close.connection());
        carryOut(close, () -> connectionOf(close).close());
    }

    @Override
    public void onExpect(Step.Expect expect) {
        carryOut(expect, () -> {
            WireConnection connection = connectionForReading(expect);
            String expected = substitute(expect.text());
            String got = connection.read(expected.length());
            if (!got.equals(expected)) {
                throw mismatch(expect, Escapes.encode(expected), got, connection);
            }
        });
    }

    @Override
    public void onExpectInAnyOrder(Step.ExpectInAnyOrder expect) {
        carryOut(expect, () -> {
            WireConnection connection = connectionForReading(expect);
            int length = expect.texts().stream().mapToInt(String::length).sum();
            String got = connection.read(length);
            List<String> missing = new ArrayList<>(expect.texts());
            String rest = got;
            while (!rest.isEmpty()) {
                if (rest.startsWith(PING)) { // Between two messages, where the connection cannot pass over it.
                    rest = rest.substring(PING.length()) + connection.read(PING.length());
                }
                int found = indexOfPrefix(missing, rest);
                if (found < 0) {
                    throw mismatch(expect, "in any order " + missing, rest, connection);
                }
                rest = rest.substring(missing.remove(found).length());
            }
            if (!missing.isEmpty()) {
                throw mismatch(expect, "in any order " + missing, rest, connection);
            }
        });
    }

    @Override
    public void onExpectMatch(Step.ExpectMatch expect) {
        carryOut(expect, () -> {
            WireConnection connection = connectionForReading(expect);
            String line = connection.readLine();
            Matcher matcher = expect.pattern().matcher(withoutLineEnd(line));
            if (!line.endsWith("\r\n") || !matcher.matches()) {
                throw mismatch(expect, "a line like " + expect.pattern(), line, connection);
            }
            Matcher names = GROUP_NAME.matcher(expect.pattern().pattern());
            while (names.find()) {
                captured.put(names.group(1), matcher.group(names.group(1)));
            }
        });
    }

    @Override
    public void onExpectInfo(Step.ExpectInfo expect) {
        carryOut(expect, () -> {
            WireConnection connection = connectionForReading(expect);
            String line = connection.readLine();
            if (!line.startsWith(INFO + "{") || !line.endsWith("} \r\n")) {
                throw mismatch(expect, "INFO {...} and one space", line, connection);
            }
            JsonNode fields = JSON.readTree(line.substring(INFO.length()));
            List<String> differences = InfoFields.differences(expect.fields(), fields);
            if (!differences.isEmpty()) {
                throw mismatch(expect, String.join("\n      ", differences), line, connection);
            }
        });
    }

    @Override
    public void onExpectEnd(Step.ExpectEnd expect) {
        ended.add(expect.connection());
        carryOut(expect, () -> {
            WireConnection.End end = connectionForReading(expect).readToEnd();
            if (!end.ended() || !end.rest().isEmpty()) {
                throw failure(expect, "the end of the connection", end.rest() + (end.ended() ? "<end>" : "<silence>"));
            }
        });
    }

    @Override
    public void onReload(Step.Reload reload) {
        carryOut(reload, () -> server.reload(reload.configuration()));
    }

    @Override
    public void close() {
        for (WireConnection connection : connections.values()) {
            try {
                connection.leave();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void carryOut(Step step) {
        boolean goesOn = step instanceof Step.Send && step.connection().equals(unsentConnection);
        if (!goesOn) {
            sendUnsent(step);
        }
        step.dispatch(this);
    }

    /** What a client sends without a pause goes out in one piece, as a client library does it. */
    private void sendUnsent(Step next) {
        WireConnection connection = connections.get(unsentConnection);
        if (connection != null && !unsent.isEmpty()) {
            String text = unsent.toString();
            unsent.setLength(0);
            carryOut(next, () -> pace.send(connection, text));
        }
    }

    /** Every open connection answers a PING with PONG alone, so nothing more was on the way. */
    private void finish() {
        Step last = transcript.steps().get(transcript.steps().size() - 1);
        sendUnsent(last);
        int lastLine = last.line();
        for (String name : connections.keySet()) {
            if (!ended.contains(name)) {
                carryOut(new Step.Send(lastLine, name, "PING\r\n"));
                carryOut(new Step.Expect(lastLine, name, "PONG\r\n"));
            }
        }
    }

    /**
     * Waits until the server has seen the clients go: one that it believes is still there would be given messages for its
     * queue groups that the next replay waits for.
     */
    private void leave() {
        for (Map.Entry<String, WireConnection> entry : connections.entrySet()) {
            if (!ended.contains(entry.getKey())) {
                try {
                    entry.getValue().finishSending();
                    entry.getValue().readToEnd();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    /** Returns the step's connection; one that is new has read the server's first INFO. */
    private WireConnection connectionOf(Step step) throws IOException {
        WireConnection known = connections.get(step.connection());
        if (known != null) {
            return known;
        }
        WireConnection connection = connect(step.connection());
        String line = connection.readLine();
        if (!line.startsWith(INFO) || !line.endsWith("\r\n")) {
            throw mismatch(step, "the first INFO", line, connection);
        }
        return connection;
    }

    private WireConnection connectionForReading(Step step) {
        WireConnection known = connections.get(step.connection());
        return known == null ? connect(step.connection()) : known;
    }

    private WireConnection connect(String name) {
        try {
            WireConnection connection = new WireConnection(server.clientPort());
            if (expectsPings) {
                connection.showPings();
            }
            connections.put(name, connection);
            return connection;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String substitute(String text) {
        return CAPTURED.matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(captured.getOrDefault(match.group(1), match.group())));
    }

    private void carryOut(Step step, Action action) {
        try {
            action.run();
        } catch (IOException e) {
            throw new UncheckedIOException(transcript.name() + ":" + step.line(), e);
        }
    }

    private AssertionError mismatch(Step step, String expected, String got, WireConnection connection) {
        return failure(step, expected, got + connection.unread());
    }

    private AssertionError failure(Step step, String expected, String got) {
        String shown = Escapes.encode(got);
        return fail(
                "%s:%d: %s%n  expected: %s%n       got: %s",
                transcript.name(),
                step.line(),
                step.connection(),
                shortened(expected),
                shown.isEmpty() ? "nothing" : shortened(shown));
    }

    private static String shortened(String text) {
        return text.length() <= SHOWN_LENGTH_MAX ? text : text.substring(0, SHOWN_LENGTH_MAX) + "...";
    }

    private static int indexOfPrefix(List<String> texts, String text) {
        for (int i = 0; i < texts.size(); i++) {
            if (text.startsWith(texts.get(i))) {
                return i;
            }
        }
        return -1;
    }

    private static String withoutLineEnd(String line) {
        return line.endsWith("\r\n") ? line.substring(0, line.length() - 2) : line;
    }

    private interface Action {
        void run() throws IOException;
    }
}
