package dev.gannet.process;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;

/**
 * A client of a rehearsal: it sends what it is told and waits for messages and pongs.
 *
 * <p><b>Owner:</b> one thread.
 */
final class RehearsalConnection implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 20_000;
    private static final int BUFFER_BYTES = 64 << 10;

    /** Where answers to {@link #ask} go. */
    static final String INBOX = "_INBOX.a";

    private final Socket socket;
    private final InputStream in;
    private final StringBuilder line = new StringBuilder();
    private String replySubject = "";
    private String body = "";

    RehearsalConnection(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        in = new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES);
    }

    /** Sends lines, which end with a line feed here and with what the protocol wants on the wire. */
    void send(String lines) throws IOException {
        socket.getOutputStream().write(lines.replace("\n", "\r\n").getBytes(US_ASCII));
    }

    /** Publishes a message some times; {@code replySubject} may be empty. The body has no line feeds. */
    void publish(String subject, String replySubject, String body, int count) throws IOException {
        String reply = replySubject.isEmpty() ? "" : replySubject + " ";
        send(("PUB " + subject + " " + reply + body.length() + "\n" + body + "\n").repeat(count));
    }

    void awaitPongs(int count) throws IOException {
        await("PONG", count);
    }

    /** Returns when so many messages have come, whatever they say. */
    void awaitMessages(int count) throws IOException {
        await("MSG", count);
    }

    /** Asks and returns the body of the answer; there must be a subscription to {@code _INBOX.>}. */
    String ask(String subject, String request) throws IOException {
        publish(subject, INBOX, request, 1);
        awaitMessages(1);
        return body;
    }

    /** Returns where the last message is to be answered, or nothing. */
    String replySubject() {
        return replySubject;
    }

    private void await(String kind, int count) throws IOException {
        for (int seen = 0; seen < count; ) {
            String read = readLine();
            boolean isMessage = read.startsWith("MSG ") || read.startsWith("HMSG ");
            if (isMessage) {
                readMessage(read.split(" ", -1));
            } else if (read.startsWith("-ERR")) {
                throw new IOException("the server said: " + read);
            }
            seen += (isMessage ? "MSG" : read).equals(kind) ? 1 : 0;
        }
    }

    private void readMessage(String[] words) throws IOException {
        int lengths = words[0].equals("MSG") ? 1 : 2;
        replySubject = words.length == 4 + lengths ? words[3] : "";
        body = new String(in.readNBytes(Integer.parseInt(words[words.length - 1])), US_ASCII);
        in.skipNBytes(2);
    }

    private String readLine() throws IOException {
        line.setLength(0);
        while (true) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the server closed the connection");
            }
            if (next == '\n') {
                return line.substring(0, line.length() - 1);
            }
            line.append((char) next);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
