package dev.gannet.process.staple;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLDecoder;
import java.net.URLStreamHandler;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A responder without a network: what the JVM's TLS asks for is answered by this process, from memory. Its name is what
 * the JVM looks for, and the JVM makes it.
 *
 * <p>Any thread.
 */
public final class Handler extends URLStreamHandler {
    /** The package before this one, where the JVM is to look for it. */
    public static final String PACKAGE = "dev.gannet.process";

    /** The address at which the responder is asked. */
    public static final String ADDRESS = "staple:/gannet";

    /**
     * The one thing that is static and changes: the JVM makes this class by its name, so there is no other way for it to
     * know who answers. Of this process there is one server; only that one sets it.
     */
    private static final AtomicReference<@Nullable UnaryOperator<byte[]>> RESPONDER = new AtomicReference<>();

    private static final int NOT_FOUND = HttpURLConnection.HTTP_NOT_FOUND;

    /** Sets who answers; an answer of no bytes is none. It has types of the JVM only: it may be of another class loader. */
    public static void responder(UnaryOperator<byte[]> responder) {
        RESPONDER.set(responder);
    }

    @Override
    protected URLConnection openConnection(URL url) {
        return new Asked(url);
    }

    /**
     * One question and its answer: the question stands in the address, or comes as a body.
     *
     * <p><b>Owner:</b> the thread that asks.
     */
    private static final class Asked extends HttpURLConnection {
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private byte @Nullable [] answer;

        Asked(URL url) {
            super(url);
        }

        @Override
        public OutputStream getOutputStream() {
            return body;
        }

        @Override
        public int getResponseCode() throws IOException {
            return answer().length == 0 ? NOT_FOUND : HTTP_OK;
        }

        @Override
        public InputStream getInputStream() throws IOException {
            if (answer().length == 0) {
                throw new IOException("there is no staple");
            }
            return new ByteArrayInputStream(answer());
        }

        private byte[] answer() throws IOException {
            byte[] known = answer;
            if (known == null) {
                UnaryOperator<byte[]> responder = RESPONDER.get();
                known = responder == null ? new byte[0] : responder.apply(question());
                answer = known;
            }
            return known;
        }

        private byte[] question() throws IOException {
            if (body.size() > 0) {
                return body.toByteArray();
            }
            String path = url.getPath();
            String encoded = path.substring(path.lastIndexOf('/') + 1);
            try {
                return Base64.getDecoder().decode(URLDecoder.decode(encoded, UTF_8));
            } catch (IllegalArgumentException e) {
                throw new IOException("not a question: " + encoded, e);
            }
        }

        @Override
        public void connect() {
            connected = true;
        }

        @Override
        public void disconnect() {
            connected = false;
        }

        @Override
        public boolean usingProxy() {
            return false;
        }
    }
}
