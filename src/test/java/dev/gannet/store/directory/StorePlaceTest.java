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
        assertThat(place(system, Map.of(variable, value)).of("", 4222)).isEqualTo(Path.of(place));
    }

    @Test
    void shouldBeASubDirectoryOfTheOneThatIsSaid() { // CF-156
        StorePlace place = place("Linux", Map.of());
        assertThat(place.of("/srv/nats", 4333)).isEqualTo(Path.of("/srv/nats/jetstream"));
        assertThat(place.of("/srv/nats/jetstream", -1)).isEqualTo(Path.of("/srv/nats/jetstream/jetstream"));
        assertThat(place.of("data", 4222)).isEqualTo(Path.of("data/jetstream").toAbsolutePath());
    }

    @ParameterizedTest
    @CsvSource({
        "4222, /home/a/.local/share/gannet/jetstream",
        "4333, /home/a/.local/share/gannet/port-4333/jetstream",
        "-1, /home/a/.local/share/gannet/port-any/jetstream",
    })
    void shouldBeAnotherForEachPort(int port, String place) {
        assertThat(place("Linux", Map.of()).of("", port)).isEqualTo(Path.of(place));
    }

    private static StorePlace place(String system, Map<String, String> environment) {
        Properties properties = new Properties();
        properties.setProperty("os.name", system);
        properties.setProperty("user.home", "/home/a");
        return new StorePlace(environment, properties);
    }
}
