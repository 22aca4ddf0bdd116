package dev.gannet.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a transcript. Its lines are:
 *
 * <pre>
 *  # text          a comment; the first says what the transcript shows, with the ledger's ids
 *  --- nats.conf   the server's configuration follows, up to a line ---
 *  --- reload      a new configuration follows, up to a line ---; the server then reads it again
 *  --- no splits: why   the transcript is not replayed with its bytes split
 *  --- not yet: what    the transcript is for the reference only, until Gannet has this
 *
 *  &gt; text          the client sends text and CR LF
 *  &gt;&gt; text         the client sends text as it is
 *  &gt;OPEN           the client connects and reads nothing yet
 *  &gt;EOF            the client sends no more, and goes on reading
 *  &gt;CLOSE          the client goes away
 *  &lt; text          the server must send text and CR LF next
 *  &lt;&lt; text         the server must send text as it is next
 *  &lt;* text         the server must send text and CR LF; several in a row may come in any order
 *  &lt;~ regex        the server must send a line that matches; named groups can be sent as ${name} later
 *  &lt;INFO {json}    the server must send an INFO with at least these fields, see {@link InfoFields}
 *  &lt;EOF            the server must close the connection
 * </pre>
 *
 * Each may be preceded by a connection's name, as in {@code alice> PING}. A connection opens where it is first named,
 * and the server's first INFO is read and forgotten unless the transcript expects something first. At the end, each
 * connection that is still open must be quiet: it is sent a PING and must answer with PONG and nothing else.
 *
 * <p>What a client sends line by line without an expectation between goes out in one piece.
 *
 * <p>Texts have the escapes of {@link Escapes}; one space after the sign is not part of them.
 */
final class TranscriptParser {
    private static final Pattern STEP = Pattern.compile(
            "(?<connection>[a-z][a-z0-9]*)?(?<sign>>OPEN$|>EOF$|>CLOSE$|<EOF$|<INFO |>>|>|<<|<\\*|<~|<)(?<text>.*)");
    private static final Pattern BLANK = Pattern.compile("\\s*(#.*)?");
    private static final String BLOCK = "---";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String name;
    private final List<String> lines;
    private final List<Step> steps = new ArrayList<>();
    private String configuration = "";
    private @Nullable String splitsRefusal;
    private @Nullable String notYet;
    private int next;

    private TranscriptParser(String name, List<String> lines) {
        this.name = name;
        this.lines = lines;
    }

    static Transcript parse(Path file, String name) throws IOException {
        return parse(Files.readString(file, UTF_8), name);
    }

    static Transcript parse(String text, String name) {
        return new TranscriptParser(name, text.lines().toList()).parse();
    }

    private Transcript parse() {
        while (next < lines.size()) {
            String line = lines.get(next++);
            if (line.startsWith(BLOCK)) {
                parseBlock(line.substring(BLOCK.length()).strip());
            } else if (!BLANK.matcher(line).matches()) {
                parseStep(line);
            }
        }
        return new Transcript(name, configuration, splitsRefusal, notYet, steps);
    }

    private void parseBlock(String title) {
        int line = next;
        if (title.equals("nats.conf")) {
            configuration = block();
        } else if (title.equals("reload")) {
            steps.add(new Step.Reload(line, block()));
        } else if (title.startsWith("no splits: ")) {
            splitsRefusal = title;
        } else if (title.startsWith("not yet: ")) {
            notYet = title;
        } else {
            throw error("unknown block: " + title);
        }
    }

    private String block() {
        StringBuilder text = new StringBuilder();
        while (next < lines.size()) {
            String line = lines.get(next++);
            if (line.equals(BLOCK)) {
                return text.toString();
            }
            text.append(line).append('\n');
        }
        throw error("a block is not closed by a line " + BLOCK);
    }

    private void parseStep(String line) {
        Matcher matcher = STEP.matcher(line);
        if (!matcher.matches()) {
            throw error("neither a step nor a comment: " + line);
        }
        String connection = matcher.group("connection") == null ? "" : matcher.group("connection");
        String text = matcher.group("text");
        if (text.startsWith(" ")) {
            text = text.substring(1);
        }
        try {
            add(connection, matcher.group("sign").strip(), text);
        } catch (IllegalArgumentException | JsonProcessingException e) {
            throw new IllegalArgumentException(name + ":" + next + ": " + e.getMessage(), e);
        }
    }

    private void add(String connection, String sign, String text) throws JsonProcessingException {
        switch (sign) {
            case ">OPEN" -> steps.add(new Step.Open(next, connection));
            case ">EOF" -> steps.add(new Step.FinishSending(next, connection));
            case ">CLOSE" -> steps.add(new Step.Close(next, connection));
            case ">" -> steps.add(new Step.Send(next, connection, Escapes.decode(text) + "\r\n"));
            case ">>" -> steps.add(new Step.Send(next, connection, Escapes.decode(text)));
            case "<" -> steps.add(new Step.Expect(next, connection, Escapes.decode(text) + "\r\n"));
            case "<<" -> steps.add(new Step.Expect(next, connection, Escapes.decode(text)));
            case "<*" -> addInAnyOrder(connection, Escapes.decode(text) + "\r\n");
            case "<~" -> steps.add(new Step.ExpectMatch(next, connection, Pattern.compile(text)));
            case "<INFO" -> steps.add(new Step.ExpectInfo(next, connection, JSON.readTree(text)));
            case "<EOF" -> steps.add(new Step.ExpectEnd(next, connection));
            default -> throw error("unknown sign: " + sign);
        }
    }

    private void addInAnyOrder(String connection, String text) {
        List<String> texts = new ArrayList<>();
        int line = next;
        if (!steps.isEmpty()
                && steps.get(steps.size() - 1) instanceof Step.ExpectInAnyOrder before
                && before.connection().equals(connection)) {
            texts.addAll(before.texts());
            line = before.line();
            steps.remove(steps.size() - 1);
        }
        texts.add(text);
        steps.add(new Step.ExpectInAnyOrder(line, connection, texts));
    }

    private IllegalArgumentException error(String what) {
        return new IllegalArgumentException(name + ":" + next + ": " + what);
    }
}
