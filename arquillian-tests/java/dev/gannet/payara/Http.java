package dev.gannet.payara;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a container answers. It is asked without threads of the asker's own: some tests count them. */
record Http(URI base) {
    /** One answer; a header that is not there is null. */
    record Answer(int status, @Nullable String contentType, int contentLength, String body) {}

    static Http local(int port) {
        return new Http(URI.create("http://127.0.0.1:" + port));
    }

    Answer get(String path) {
        return send("GET", path);
    }

    Answer send(String method, String path) {
        return send(method, path, null);
    }

    /** As somebody who has a password, that is {@code secret}. */
    Answer get(String path, String user) {
        byte[] known = (user + ":secret").getBytes(UTF_8);
        return send("GET", path, "Basic " + Base64.getEncoder().encodeToString(known));
    }

    private Answer send(String method, String path, @Nullable String authorization) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) base.resolve(path).toURL().openConnection();
            if (authorization != null) {
                connection.setRequestProperty("Authorization", authorization);
            }
            connection.setRequestMethod(method);
            connection.setInstanceFollowRedirects(false);
            int status = connection.getResponseCode();
            InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream();
            return new Answer(
                    status,
                    connection.getContentType(),
                    connection.getContentLength(),
                    body == null ? "" : new String(body.readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int status(String path) {
        return get(path).status();
    }

    /** Returns the value of the first field of that name, as text. */
    String field(String path, String name) {
        String json = get(path).body();
        Matcher field = Pattern.compile('"' + name + "\": *\"?([^\",}]*)").matcher(json);
        assertThat(field.find()).as("%s in %s", name, json).isTrue();
        return field.group(1);
    }

    int number(String path, String name) {
        return Integer.parseInt(field(path, name));
    }
}
