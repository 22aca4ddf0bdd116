package dev.gannet.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gannet.config.ListenConfig;
import dev.gannet.config.ServerConfig;
import dev.gannet.config.source.ReadConfig;
import dev.gannet.config.source.ServerConfigReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes the settings of a test's server from nats.conf text. */
final class NatsConf {
    private NatsConf() {}

    /**
     * Returns what {@code text} says, but for the client port, which is a free one on loopback.
     *
     * @throws IllegalArgumentException if there is a mistake in the text
     */
    static ServerConfig parse(String text) {
        ReadConfig read = read(text);
        if (!read.errors().isEmpty()) {
            throw new IllegalArgumentException("nats.conf: " + String.join("\n", read.errors()));
        }
        ListenConfig client = read.config().client();
        return read.config().toBuilder()
                .client(client.withHost("127.0.0.1").withPort(ListenConfig.RANDOM_PORT))
                .build();
    }

    static ReadConfig read(String text) {
        try {
            Path file = Files.createTempFile("gannet", ".conf");
            try {
                Files.writeString(file, text, UTF_8);
                return new ServerConfigReader(System::getenv).read(file.toString());
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
