package dev.gannet.client.bean;

import dev.gannet.client.ConnectionErrors;
import dev.gannet.client.inprocess.InProcessServer;
import io.nats.client.Options;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * Where an application connects, and as whom, as MicroProfile Config says with {@code gannet.client.} and a name of those
 * below.
 */
record ClientSettings(Config config) {
    private static final System.Logger LOG = System.getLogger("dev.gannet.client");
    static final String PREFIX = "gannet.client.";
    static final String IN_PROCESS = "in-process";
    static final String URL_DEFAULT = "nats://localhost:4222";
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(ms|s|m)");
    private static final Duration DRAIN_DEFAULT = Duration.ofSeconds(10);

    static ClientSettings of(Config config) {
        return new ClientSettings(config);
    }

    /** Several servers with commas, or {@value #IN_PROCESS}; a user and a password, or a token, may stand in each. */
    String url() {
        return text("url").orElse(URL_DEFAULT);
    }

    /** Returns whether the server in this JVM is meant: by name, or because no address is named and {@code here} there is one. */
    boolean isInProcess(Supplier<@Nullable InProcessServer> here) {
        return url().equals(IN_PROCESS) || (!namesServer() && here.get() != null);
    }

    /** Returns whether it is said which server is meant. */
    boolean namesServer() {
        return text("url").isPresent();
    }

    /** What the server knows the application's connections by. */
    String name() {
        return text("name").orElse("gannet-client");
    }

    /** How long running calls may take when the application ends. */
    Duration drainTimeout() {
        return text("drain.timeout")
                .map(text -> duration(PREFIX + "drain.timeout", text))
                .orElse(DRAIN_DEFAULT);
    }

    Options.Builder options() {
        String name = name();
        Options.Builder options = new Options.Builder()
                .server(url().equals(IN_PROCESS) ? URL_DEFAULT : url())
                .connectionName(name)
                .errorListener(new ConnectionErrors(LOG, name))
                .maxReconnects(-1);
        text("credentials").ifPresent(options::credentialPath);
        text("user")
                .ifPresent(user -> options.userInfo(
                        user.toCharArray(), text("password").orElse("").toCharArray()));
        text("token").ifPresent(token -> options.token(token.toCharArray()));
        text("tls.keystore").ifPresent(options::keystorePath);
        text("tls.keystore.password").map(String::toCharArray).ifPresent(options::keystorePassword);
        text("tls.truststore").ifPresent(options::truststorePath);
        text("tls.truststore.password").map(String::toCharArray).ifPresent(options::truststorePassword);
        return options;
    }

    /**
     * Reads {@code 500ms}, {@code 10s}, {@code 2m}, or what {@link Duration#parse} takes.
     *
     * @throws IllegalArgumentException if {@code text} is nothing like that; it names {@code key}
     */
    static Duration duration(String key, String text) {
        Matcher matcher = DURATION.matcher(text.strip());
        if (!matcher.matches()) {
            try {
                return Duration.parse(text.strip());
            } catch (DateTimeParseException e) {
                throw new IllegalArgumentException(
                        key + ": " + text + " (expected: a duration, such as 500ms, 10s or 2m)", e);
            }
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            default -> Duration.ofMinutes(number);
        };
    }

    private Optional<String> text(String name) {
        return config.getOptionalValue(PREFIX + name, String.class);
    }
}
