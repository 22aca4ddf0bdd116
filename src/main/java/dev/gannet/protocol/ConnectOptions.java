package dev.gannet.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.Locale;

/**
 * What a client says of itself in CONNECT (CP-83..96). A field that is absent keeps its former value, so that a second
 * CONNECT changes only what it names; field names are taken in any case, unknown fields are passed over, and a field of
 * the wrong type makes the whole CONNECT invalid.
 *
 * <p><b>Owner:</b> the connection's event loop writes; a monitoring thread may read a value that is a moment old.
 */
public final class ConnectOptions {
    /** As deep as the reference reads; the length of a control line bounds it much sooner. */
    private static final int DEPTH_MAX = 10_000;

    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES) // Nothing that a stranger sends is kept.
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH_MAX)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private boolean verbose = true;
    private boolean pedantic = true;
    private boolean echo = true;
    private boolean headers;
    private boolean noResponders;
    private boolean tlsRequired;
    private boolean newAccount;
    private int protocol;
    private String user = "";
    private String password = "";
    private String token = "";
    private String nkey = "";
    private String signature = "";
    private String jwt = "";
    private String proxySignature = "";
    private String name = "";
    private String language = "";
    private String version = "";
    private String account = "";

    /** Reads CONNECT's arguments; throws for what is no JSON object or has a field of the wrong type. */
    public void read(byte[] json) throws IOException {
        // A String, since bytes that are no UTF-8 are replaced and not refused.
        try (JsonParser parser = JSON.createParser(new String(json, UTF_8))) {
            JsonToken first = parser.nextToken();
            if (first == JsonToken.START_OBJECT) {
                readFields(parser, this::readField);
            } else if (first != JsonToken.VALUE_NULL) {
                throw new IOException(first + " (expected: a JSON object)");
            }
            if (parser.nextToken() != null) {
                throw new IOException("more behind the JSON object");
            }
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation(); // None where a bound was reached.
            throw new IOException("no JSON" + (at == null ? "" : " at column " + at.getColumnNr()), e);
        }
    }

    /** Takes the value of one field; the parser stands on its first token. */
    private interface FieldReader {
        void read(String field, JsonParser parser) throws IOException;
    }

    private static void readFields(JsonParser parser, FieldReader reader) throws IOException {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            // Names are compared without case, and the long s counts as an s.
            String field = parser.currentName().toLowerCase(Locale.ROOT).replace('\u017f', 's');
            if (parser.nextToken() != JsonToken.VALUE_NULL) {
                reader.read(field, parser);
            }
        }
    }

    private void readField(String field, JsonParser parser) throws IOException {
        switch (field) {
            case "verbose" -> verbose = bool(field, parser);
            case "pedantic" -> pedantic = bool(field, parser);
            case "echo" -> echo = bool(field, parser);
            case "headers" -> headers = bool(field, parser);
            case "no_responders" -> noResponders = bool(field, parser);
            case "tls_required" -> tlsRequired = bool(field, parser);
            case "new_account" -> newAccount = bool(field, parser);
            case "protocol" -> protocol = integer(field, parser);
            case "user" -> user = text(field, parser);
            case "pass" -> password = text(field, parser);
            case "auth_token" -> token = text(field, parser);
            case "nkey" -> nkey = text(field, parser);
            case "sig" -> signature = text(field, parser);
            case "jwt" -> jwt = text(field, parser);
            case "name" -> name = text(field, parser);
            case "lang" -> language = text(field, parser);
            case "version" -> version = text(field, parser);
            case "account" -> account = text(field, parser);
            case "proxy_sig" -> proxySignature = text(field, parser);
            case "remote_account" -> text(field, parser);
            case "import", "export" -> checkSubjects(field, parser);
            default -> parser.skipChildren();
        }
    }

    /** What routes may import and export is nothing that a client says, but it has to be well formed (CP-95). */
    private static void checkSubjects(String field, JsonParser parser) throws IOException {
        require(JsonToken.START_OBJECT, field, parser);
        readFields(parser, (name, value) -> {
            if (!name.equals("allow") && !name.equals("deny")) {
                value.skipChildren();
                return;
            }
            require(JsonToken.START_ARRAY, name, value);
            while (value.nextToken() != JsonToken.END_ARRAY) {
                if (value.currentToken() != JsonToken.VALUE_NULL) {
                    require(JsonToken.VALUE_STRING, name, value);
                }
            }
        });
    }

    private static boolean bool(String field, JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> throw wrongType(field, parser, "a boolean");
        };
    }

    private static int integer(String field, JsonParser parser) throws IOException {
        require(JsonToken.VALUE_NUMBER_INT, field, parser);
        long value = parser.getLongValue();
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, value));
    }

    private static String text(String field, JsonParser parser) throws IOException {
        require(JsonToken.VALUE_STRING, field, parser);
        return wellFormed(parser.getText());
    }

    /** Half a surrogate pair stands for no character, and becomes the one that says so. */
    private static String wellFormed(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().map(c -> c >= 0xd800 && c <= 0xdfff ? 0xfffd : c).forEach(out::appendCodePoint);
        return out.toString();
    }

    private static void require(JsonToken expected, String field, JsonParser parser) throws IOException {
        if (parser.currentToken() != expected) {
            throw wrongType(field, parser, expected.toString());
        }
    }

    private static IOException wrongType(String field, JsonParser parser, String expected) {
        return new IOException(field + " is " + parser.currentToken() + " (expected: " + expected + ")");
    }

    public boolean verbose() {
        return verbose;
    }

    public boolean pedantic() {
        return pedantic;
    }

    public boolean echo() {
        return echo;
    }

    public boolean headers() {
        return headers;
    }

    public boolean noResponders() {
        return noResponders;
    }

    public boolean tlsRequired() {
        return tlsRequired;
    }

    /** Returns whether an account was asked for, which is refused (CP-42). */
    public boolean asksForAccount() {
        return newAccount || !account.isEmpty();
    }

    public int protocol() {
        return protocol;
    }

    public String user() {
        return user;
    }

    public String password() {
        return password;
    }

    public String token() {
        return token;
    }

    public String nkey() {
        return nkey;
    }

    public String signature() {
        return signature;
    }

    /** The nonce, signed by the proxy that the client came through. */
    public String proxySignature() {
        return proxySignature;
    }

    public String jwt() {
        return jwt;
    }

    public String name() {
        return name;
    }

    public String language() {
        return language;
    }

    public String version() {
        return version;
    }

    /** Says who it is without any secret. */
    @Override
    public String toString() {
        return "ConnectOptions[name=" + name + ", lang=" + language + ", version=" + version + "]";
    }
}
