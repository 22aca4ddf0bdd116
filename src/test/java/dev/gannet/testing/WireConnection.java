package dev.gannet.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A client's end of a connection: it sends bytes as they are and reads what comes back, waiting a bounded time.
 *
 * <p><b>Owner:</b> the test's thread.
 *
 * <p><b>Units:</b> a character of a text is a byte.
 */
public final class WireConnection implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 10_000;

    private static final String PING = "PING\r\n";

    private Socket socket = new Socket();
    private final byte[] buffer = new byte[64 << 10];
    private final StringBuilder unread = new StringBuilder();
    private boolean ended;
    private boolean showsPings;

    public WireConnection(int port) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
    }

    /**
     * Lets the server's PINGs be read like anything else. Without this they are passed over: they come by the clock, and
     * a test that takes two seconds on a busy machine would see one that it does not ask for.
     */
    public void showPings() {
        showsPings = true;
    }

    /** Encrypts the connection from here on; INFO has been read. */
    public void encrypt(SSLContext context) throws IOException {
        SSLSocket encrypted =
                (SSLSocket) context.getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true);
        encrypted.startHandshake();
        socket = encrypted;
    }

    /** Sends {@code text}. A server that has closed the connection is no failure here: what it said decides. */
    public void send(String text) throws IOException {
        trySend(text);
    }

    /** Sends {@code text}, and says whether the server still holds the connection. */
    public boolean trySend(String text) throws IOException {
        try {
            socket.getOutputStream().write(text.getBytes(ISO_8859_1));
            socket.getOutputStream().flush();
            return true;
        } catch (SocketException e) {
            if (!peerIsGone(e)) {
                throw e;
            }
            return false;
        }
    }

    public void finishSending() throws IOException {
        try {
            socket.shutdownOutput();
        } catch (SocketException e) {
            if (!peerIsGone(e)) {
                throw e;
            }
        }
    }

    /** Returns the next {@code length} bytes, or fewer if the server closes the connection or falls silent. */
    public String read(int length) throws IOException {
        skipPings();
        while (unread.length() < length && readMore()) {}
        return take(Math.min(length, unread.length()));
    }

    /** Returns the next line with its CR LF, or what there is if the server closes the connection or falls silent. */
    public String readLine() throws IOException {
        skipPings();
        int end = unread.indexOf("\r\n");
        while (end < 0 && readMore()) {
            end = unread.indexOf("\r\n");
        }
        return take(end < 0 ? unread.length() : end + 2);
    }

    /** Returns the next {@code count} lines without their CR LF. */
    public List<String> readLines(int count) throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lines.add(readLine().stripTrailing());
        }
        return lines;
    }

    /** Returns what came before the server closed the connection, and whether it did so in time. */
    public End readToEnd() throws IOException {
        while (readMore()) {}
        skipPings();
        return new End(take(unread.length()), ended);
    }

    /** What was read to the end of a connection, and whether that was the end or only silence. */
    public record End(String rest, boolean ended) {}

    /** Returns what has come and was not read yet, for a message to a person. */
    public String unread() {
        return unread.toString();
    }

    /**
     * Closes the connection when the server has closed its end too, so that nothing of this connection is left there for
     * the next one: an event loop of its own may take its time.
     */
    public void leave() throws IOException {
        if (!socket.isClosed()) {
            if (!socket.isOutputShutdown()) {
                finishSending();
            }
            readToEnd();
            close();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** What is read next begins with something of the server's: a PING, or the beginning of one, can be told apart. */
    private void skipPings() throws IOException {
        while (!showsPings) {
            if (unread.indexOf(PING) == 0) {
                unread.delete(0, PING.length());
            } else if (unread.length() >= PING.length() || !PING.startsWith(unread.toString()) || !readMore()) {
                return;
            }
        }
    }

    private String take(int length) {
        String text = unread.substring(0, length);
        unread.delete(0, length);
        return text;
    }

    private boolean readMore() throws IOException {
        if (ended) {
            return false;
        }
        try {
            InputStream in = socket.getInputStream();
            int length = in.read(buffer);
            if (length < 0) {
                ended = true;
                return false;
            }
            unread.append(new String(buffer, 0, length, ISO_8859_1));
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (SocketException e) {
            // A server that closes with bytes unread resets the connection: an end like any other.
            ended = peerIsGone(e);
            if (!ended) {
                throw e;
            }
            return false;
        }
    }

    private static boolean peerIsGone(SocketException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("reset") || message.contains("Broken pipe") || message.contains("not connected");
    }
}
