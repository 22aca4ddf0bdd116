package dev.gannet.net.ocsp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gannet.base.ServerLog;
import dev.gannet.config.tls.Der;
import java.io.IOException;
import java.io.InputStream;
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

    private byte[] get(URI uri) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setConnectTimeout(timeoutMillis);
        connection.setReadTimeout(timeoutMillis);
        connection.setInstanceFollowRedirects(false);
        try {
            int status = connection.getResponseCode();
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
