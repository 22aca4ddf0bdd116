package dev.gannet.routing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.routing.Asker.Detail;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RequestInfoTest {
    private int asked;
    private String cluster = "";
    private final RequestInfo info = new RequestInfo(() -> {
        asked++;
        return new RequestInfo.Who(
                Instant.EPOCH, "127.0.0.1", 7, "B", "ann", "J\u00fcrgen \u20ac", "java", "2", "srv", cluster);
    });

    @Test // AC-22
    void shouldSayAsMuchAsIsShared() { // CP-191
        info.set("B", 12);

        assertThat(line(Detail.ACCOUNT, "")).isEqualTo("Nats-Request-Info: {\"acc\":\"B\",\"rtt\":12}\r\n");
        assertThat(line(Detail.SERVER, "C"))
                .isEqualTo("Nats-Request-Info: {\"acc\":\"B\",\"svc\":\"C\",\"rtt\":12,\"server\":\"srv\"}\r\n");
        assertThat(info.json(Detail.ALL))
                .isEqualTo("{\"start\":\"1970-01-01T00:00:00Z\",\"host\":\"127.0.0.1\",\"id\":7,\"acc\":\"B\","
                        + "\"user\":\"ann\",\"name\":\"J\u00fcrgen \u20ac\",\"lang\":\"java\",\"ver\":\"2\",\"rtt\":12,"
                        + "\"server\":\"srv\",\"kind\":\"Client\",\"client_type\":\"nats\"}");
    }

    @Test // AC-22
    void shouldSayWhichClusterItIs() {
        cluster = "east";

        assertThat(line(Detail.SERVER, "")).endsWith("\"server\":\"srv\",\"cluster\":\"east\"}\r\n");
    }

    @Test // AC-22
    void shouldBeMadeAgainOnlyWhenItSaysSomethingElse() {
        info.set("B", 12);
        line(Detail.ACCOUNT, "");
        info.set("B", 12);
        line(Detail.ACCOUNT, "");
        assertThat(asked).isEqualTo(1);

        info.set("B", 13);
        assertThat(line(Detail.ACCOUNT, "")).contains("13");
        assertThat(asked).isEqualTo(2);
    }

    private String line(Detail detail, String service) {
        return new String(info.line(detail, service), UTF_8);
    }
}
