package dev.gannet.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
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
    private static final int DEPTH_MAX = 32;

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
    private String name = "";
    private String language = "";
    private String version = "";
    private String account = "";

    /** Reads CONNECT's arguments; throws for what is no JSON object or has a field of the wrong type. */
    public void read(byte[] json) throws IOException {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEPTH_MAX)
                        .build())
                .build();
        try (JsonParser parser = factory.createParser(json)) {
            JsonToken first = parser.nextToken();
            if (first == JsonToken.START_OBJECT) {
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String field = parser.currentName().toLowerCase(Locale.ROOT);
                    parser.nextToken();
                    readField(field, parser);
                }
            } else if (first != JsonToken.VALUE_NULL) {
                throw new IOException("CONNECT: " + first + " (expected: a JSON object)");
            }
            if (parser.nextToken() != null) {
                throw new IOException("CONNECT: more behind the JSON object");
            }
        }
    }

    private void readField(String field, JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
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
            default -> parser.skipChildren();
        }
    }

    private static boolean bool(String field, JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> throw wrongType(field, parser, "a boolean");
        };
    }

    private static int integer(String field, JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw wrongType(field, parser, "an integer");
        }
        long value = parser.getLongValue();
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, value));
    }

    private static String text(String field, JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw wrongType(field, parser, "a string");
        }
        return parser.getText();
    }

    private static IOException wrongType(String field, JsonParser parser, String expected) {
        return new IOException("CONNECT: " + field + " is " + parser.currentToken() + " (expected: " + expected + ")");
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
