package dev.gannet.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.cert.Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;

/** Asks for pages over HTTPS, each over a connection of its own, as the client {@code ca} without a certificate. */
public final class HttpsPages {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private HttpsPages() {}

    public static HttpResponse<String> get(int port, String path) throws Exception {
        return get(port, path, TlsFiles.client("ca"));
    }

    /** Asks as a client that goes by {@code context}. */
    public static HttpResponse<String> get(int port, String path, SSLContext context)
            throws IOException, InterruptedException {
        URI uri = URI.create("https://localhost:" + port + path);
        HttpClient client = HttpClient.newBuilder()
                .sslContext(context)
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TIMEOUT)
                .build();
        return client.send(HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(), BodyHandlers.ofString());
    }

    /** Returns the certificate that is shown there. */
    public static Certificate certificate(int port) throws Exception {
        SSLSession session = get(port, "/healthz").sslSession().orElseThrow();
        return session.getPeerCertificates()[0];
    }
}
