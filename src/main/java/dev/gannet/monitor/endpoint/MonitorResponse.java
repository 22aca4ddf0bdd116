package dev.gannet.monitor.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.Map;

/** What a request is answered with. The body belongs to whoever asked. */
public final class MonitorResponse {
    private static final String TYPE = "Content-Type";
    private static final String OPTIONS = "X-Content-Type-Options";
    private static final String JSON = "application/json";
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String HTML = "text/html; charset=utf-8";

    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    private MonitorResponse(int status, Map<String, String> headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    static MonitorResponse json(int status, byte[] body) {
        return new MonitorResponse(status, Map.of(TYPE, JSON, "Access-Control-Allow-Origin", "*"), body);
    }

    /** A text may repeat what was asked for: no browser is to take it for a page. */
    static MonitorResponse text(int status, String text) {
        return new MonitorResponse(status, Map.of(TYPE, TEXT, OPTIONS, "nosniff"), text.getBytes(UTF_8));
    }

    static MonitorResponse notFound() {
        return text(404, "404 page not found\n");
    }

    /** Says where the same is; only who wants to see something gets a page that says so too. */
    static MonitorResponse redirect(String method, String location) {
        String link = location.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&#34;");
        String page = "<a href=\"" + link.replace("'", "&#39;") + "\">Temporary Redirect</a>.\n\n";
        boolean shown = method.equals("GET") || method.equals("HEAD");
        Map<String, String> headers = shown ? Map.of("Location", location, TYPE, HTML) : Map.of("Location", location);
        return new MonitorResponse(307, headers, (shown ? page : "").getBytes(UTF_8));
    }

    /** A file to be kept. */
    static MonitorResponse file(String name, byte[] body) {
        String disposition = "attachment; filename=\"" + name + '"';
        return new MonitorResponse(
                200,
                Map.of(TYPE, "application/octet-stream", OPTIONS, "nosniff", "Content-Disposition", disposition),
                body);
    }

    /** Returns this with one more header. */
    MonitorResponse with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new MonitorResponse(status, Map.copyOf(more), body);
    }

    static MonitorResponse html(String text) {
        return of(HTML, text.getBytes(UTF_8));
    }

    static MonitorResponse of(String contentType, byte[] body) {
        return new MonitorResponse(200, Map.of(TYPE, contentType), body);
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The headers: the type of the body, and what browsers may do with it. */
    public Map<String, String> headers() {
        return headers;
    }

    public byte[] body() {
        return body;
    }
}
