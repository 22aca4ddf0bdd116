package dev.gannet.store.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StorePlaceTest {
    @ParameterizedTest
    @CsvSource({
        "Linux, '', '', /home/a/.local/share/gannet/jetstream",
        "Linux, XDG_DATA_HOME, /data, /data/gannet/jetstream",
        "Linux, XDG_DATA_HOME, relative, /home/a/.local/share/gannet/jetstream",
        "Mac OS X, XDG_DATA_HOME, /data, /home/a/Library/Application Support/Gannet/jetstream",
        "Windows 11, LOCALAPPDATA, /data, /data/Gannet/jetstream",
        "Windows 11, '', '', /home/a/AppData/Local/Gannet/jetstream",
    })
    void shouldBeTheUsersOwnDirectoryForData(String system, String variable, String value, String place) {
        assertThat(place(system, Map.of(variable, value)).of("")).isEqualTo(Path.of(place));
    }

    @Test
    void shouldBeASubDirectoryOfTheOneThatIsSaid() { // CF-156
        StorePlace place = place("Linux", Map.of());
        assertThat(place.of("/srv/nats")).isEqualTo(Path.of("/srv/nats/jetstream"));
        assertThat(place.of("/srv/nats/jetstream")).isEqualTo(Path.of("/srv/nats/jetstream/jetstream"));
        assertThat(place.of("data")).isEqualTo(Path.of("data/jetstream").toAbsolutePath());
    }

    private static StorePlace place(String system, Map<String, String> environment) {
        Properties properties = new Properties();
        properties.setProperty("os.name", system);
        properties.setProperty("user.home", "/home/a");
        return new StorePlace(environment, properties);
    }
}
