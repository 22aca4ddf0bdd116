package dev.gannet.acceptance;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gannet.testing.RunningServer;
import dev.gannet.testing.TlsFiles;
import dev.gannet.testing.WireConnection;
import io.nats.client.NKey;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A way to say who one is.
 *
 * @param user how the configuration of a server names the user, if there are users
 * @param credentials what CONNECT says
 * @param certificate what is shown, or null
 * @param key what signs the nonce, or null
 */
record Identity(
        String name,
        String user,
        String credentials,
        @Nullable String certificate,
        @Nullable NKey key) {
    /** The bcrypt hash of "secret", with the least cost that there is. */
    static final String HASH = "$2a$04$wt/qgcdR4mzhW3Ie/nEnVewcJouTVX.9N959TcZGH28NVGOxehbPm";

    private static final Pattern NONCE = Pattern.compile("\"nonce\":\"([^\"]+)\"");

    static Identity nobody(String name) {
        return new Identity(name, "user: nobody, password: never", "", null, null);
    }

    static Identity token(String name, String token) {
        return new Identity(name, "", ",\"auth_token\":\"" + token + "\"", null, null);
    }

    /** {@code configured} is the password as the server has it, and {@code said} as the client does. */
    static Identity password(String user, String configured, String said) {
        String credentials = ",\"user\":\"" + user + "\",\"pass\":\"" + said + "\"";
        return new Identity(user, "user: " + user + ", password: \"" + configured + "\"", credentials, null, null);
    }

    static Identity nkey(NKey key) throws Exception {
        return new Identity("nkey", "nkey: " + new String(key.getPublicKey()), "", null, key);
    }

    static Identity certificate(String file, String user) {
        return new Identity(file, "user: \"" + user + "\"", "", file, null);
    }

    /** Ways that a server with users knows at the same time. */
    static List<Identity> ofUsers() throws Exception {
        return List.of(
                nobody("no_auth_user"),
                password("password", "p", "p"),
                password("bcrypt", HASH, "secret"),
                nkey(NKey.createUser(null)));
    }

    /** Ways that a server knows that asks for certificates. */
    static List<Identity> ofCertificates() {
        return List.of(
                certificate("client-email", "derek@nats.io"),
                certificate("client-dns", "service.example"),
                certificate("client-uri", "spiffe://localhost/my-nats-service/user-a"),
                certificate("client-dn", "CN=*.example.com,OU=CNCF,O=Gannet Tests,DC=example,DC=com"));
    }

    /** Connects, and is told nothing of what it publishes itself. */
    User connect(RunningServer server) throws Exception {
        WireConnection connection = new WireConnection(server.clientPort());
        String info = connection.readLine();
        if (certificate != null) {
            connection.encrypt(TlsFiles.clientWith(certificate));
        }
        connection.send("CONNECT {\"verbose\":false,\"echo\":false,\"headers\":true,\"no_responders\":true"
                + credentials + signature(info) + "}\r\n");
        User user = new User(connection);
        user.settle();
        return user;
    }

    private String signature(String info) throws Exception {
        if (key == null) {
            return "";
        }
        Matcher nonce = NONCE.matcher(info);
        if (!nonce.find()) {
            throw new IllegalStateException("nonce: none (expected: one in " + info + ")");
        }
        byte[] signature = key.sign(nonce.group(1).getBytes(US_ASCII));
        return ",\"nkey\":\"" + new String(key.getPublicKey()) + "\",\"sig\":\""
                + Base64.getUrlEncoder().withoutPadding().encodeToString(signature) + "\"";
    }

    @Override
    public String toString() {
        return name;
    }
}
