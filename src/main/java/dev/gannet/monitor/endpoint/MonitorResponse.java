package dev.gannet.monitor.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;

/** What a request is answered with. The body belongs to whoever asked. */
public final class MonitorResponse {
    private static final String TYPE = "Content-Type";
    private static final String JSON = "application/json";
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String HTML = "text/html; charset=utf-8";

    private final int status;
    private final String contentType;
    private final byte[] body;

    private MonitorResponse(int status, String contentType, byte[] body) {
        this.status = status;
        this.contentType = contentType;
        this.body = body;
    }

    static MonitorResponse json(int status, byte[] body) {
        return new MonitorResponse(status, JSON, body);
    }

    static MonitorResponse text(int status, String text) {
        return new MonitorResponse(status, TEXT, text.getBytes(UTF_8));
    }

    static MonitorResponse notFound() {
        return text(404, "404 page not found\n");
    }

    static MonitorResponse html(String text) {
        return new MonitorResponse(200, HTML, text.getBytes(UTF_8));
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The headers: the type of the body, and what browsers may do with it. */
    public Map<String, String> headers() {
        if (contentType.equals(JSON)) {
            return Map.of(TYPE, contentType, "Access-Control-Allow-Origin", "*");
        }
        return status == 404
                ? Map.of(TYPE, contentType, "X-Content-Type-Options", "nosniff")
                : Map.of(TYPE, contentType);
    }

    public byte[] body() {
        return body;
    }
}
