package dev.gannet.net.ocsp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gannet.base.ServerLog;
import dev.gannet.config.tls.Der;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Where an authority answers for a certificate, as the certificate says, and how it is asked there: over HTTP, bounded in
 * time and size.
 *
 * <p>Any thread that may wait.
 */
final class Responders {
    private static final String AUTHORITY_INFORMATION = "1.3.6.1.5.5.7.1.1";
    private static final String OCSP = "1.3.6.1.5.5.7.48.1";
    private static final int URI_NAME = 0x86;
    private static final int RESPONSE_BYTES_MAX = 64 * 1024;

    private final int timeoutMillis;
    private final ServerLog log;

    Responders(Duration timeout, ServerLog log) {
        this.timeoutMillis = (int) Math.max(1, Math.min(Integer.MAX_VALUE, timeout.toMillis()));
        this.log = log;
    }

    /** Returns the addresses that {@code certificate} names; none if its authority answers no such questions. */
    static List<URI> of(X509Certificate certificate) {
        byte[] extension = certificate.getExtensionValue(AUTHORITY_INFORMATION);
        List<URI> found = new ArrayList<>();
        if (extension == null) {
            return found;
        }
        try {
            byte[] content = new Der(extension).take(Der.OCTET_STRING).rest();
            Der descriptions = new Der(content).take(Der.SEQUENCE);
            while (descriptions.hasMore()) {
                Der description = descriptions.take(Der.SEQUENCE);
                boolean isOcsp = description
                        .take(Der.OBJECT_IDENTIFIER)
                        .objectIdentifier()
                        .equals(OCSP);
                if (isOcsp && description.tag() == URI_NAME) {
                    add(new String(description.take(URI_NAME).rest(), US_ASCII), found);
                }
            }
        } catch (IllegalArgumentException e) {
            return found; // What cannot be read names nobody more.
        }
        return found;
    }

    /** Returns the address that the settings name; none if it is none. */
    static List<URI> of(String url) {
        List<URI> found = new ArrayList<>();
        add(url, found);
        return found;
    }

    private static void add(String text, List<URI> found) {
        try {
            URI uri = new URI(text);
            if ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) {
                found.add(uri);
            }
        } catch (URISyntaxException e) {
            return; // As one that is not there.
        }
    }

    /** Returns the first answer that is one. */
    byte[] ask(List<URI> responders, byte[] request) throws IOException {
        String encoded = URLEncoder.encode(Base64.getEncoder().encodeToString(request), UTF_8);
        IOException last = new IOException("no available OCSP servers");
        for (URI responder : responders) {
            log.debug("Trying OCSP responder url [" + responder + "]");
            try {
                String base = responder.toString();
                return get(URI.create((base.endsWith("/") ? base : base + "/") + encoded));
            } catch (IOException e) {
                last = new IOException("exhausted OCSP responders: " + e.getMessage(), e);
            }
        }
        throw last;
    }

    /** Asks one responder, in the one way and, if it does not understand that, in the other. */
    byte[] askAnyhow(URI responder, byte[] request) throws IOException {
        String base = responder.toString();
        String address = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        try {
            return post(URI.create(address), request);
        } catch (IOException e) {
            String encoded = URLEncoder.encode(Base64.getEncoder().encodeToString(request), UTF_8);
            try {
                return get(URI.create(address + "/" + encoded));
            } catch (IOException again) {
                throw new IOException(e.getMessage() + "\n" + again.getMessage(), again);
            }
        }
    }

    private byte[] get(URI uri) throws IOException {
        return answer(uri, open(uri));
    }

    private byte[] post(URI uri, byte[] request) throws IOException {
        HttpURLConnection connection = open(uri);
        connection.setRequestMethod("POST");
        connection.setRequestProperty("Content-Type", "application/ocsp-request");
        connection.setRequestProperty("Accept", "application/ocsp-response");
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(request.length);
        try (OutputStream body = connection.getOutputStream()) {
            body.write(request);
        }
        return answer(uri, connection);
    }

    private HttpURLConnection open(URI uri) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setConnectTimeout(timeoutMillis);
        connection.setReadTimeout(timeoutMillis);
        connection.setInstanceFollowRedirects(false);
        return connection;
    }

    private byte[] answer(URI uri, HttpURLConnection connection) throws IOException {
        try {
            int status = connection.getResponseCode();
            log.debug("Received OCSP response (method=" + connection.getRequestMethod() + ", status=" + status
                    + ", url=" + uri + ")");
            if (status != HttpURLConnection.HTTP_OK) {
                throw new IOException("bad OCSP responder http status: [" + status + "]");
            }
            try (InputStream body = connection.getInputStream()) {
                return body.readNBytes(RESPONSE_BYTES_MAX);
            }
        } finally {
            connection.disconnect();
        }
    }
}
