package dev.gannet.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerInfoTest {
    private static final ServerInfo INFO = new ServerInfo(
            "NID", "name", "java17", "0.0.0.0", 4222, true, true, 1024, List.of("h:1", "h:2"), false, "XK");

    @Test
    void shouldBeALineAsTheReferenceSendsIt() { // CP-1, CP-56..80
        // when
        String line = text(INFO.line(new ServerInfo.Peer(5, "127.0.0.1", "nonce", 512, null, false)));

        // then
        assertThat(line)
                .isEqualTo("INFO {\"server_id\":\"NID\",\"server_name\":\"name\",\"version\":\"2.15.2\",\"proto\":1,"
                        + "\"go\":\"java17\",\"host\":\"0.0.0.0\",\"port\":4222,\"headers\":true,\"auth_required\":true,"
                        + "\"max_payload\":512,\"client_id\":5,\"client_ip\":\"127.0.0.1\",\"nonce\":\"nonce\","
                        + "\"connect_urls\":[\"h:1\",\"h:2\"],\"api_lvl\":5,\"xkey\":\"XK\"} \r\n");
    }

    @Test
    void shouldLeaveOutWhatIsNotSo() throws IOException {
        // given
        ServerInfo plain = new ServerInfo("N", "n", "j", "h", 1, false, false, 1, List.of(), false, "X");

        // when
        JsonNode json = json(plain.line(new ServerInfo.Peer(1, "::1", null, 1, null, false)));

        // then
        assertThat(json.get("headers").asBoolean(true)).isFalse(); // CP-63: said in either case.
        List<String> names = new ArrayList<>();
        json.fieldNames().forEachRemaining(names::add);
        assertThat(names)
                .doesNotContain("jetstream", "domain", "auth_required", "nonce", "connect_urls", "ldm", "connect_info");
    }

    @Test
    void shouldTellOfStreams() { // CP-67, CP-73
        String line = text(INFO.withJetStream(new ServerInfo.JetStream(true, "hub"))
                .inLameDuckMode()
                .line(new ServerInfo.Peer(5, "127.0.0.1", "nonce", 512, null, false)));
        assertThat(line)
                .contains("\"max_payload\":512,\"jetstream\":true,\"client_id\":5")
                .contains("\"nonce\":\"nonce\",\"domain\":\"hub\",\"ldm\":true");
    }

    @Test
    void shouldTellTheAccount() throws IOException { // CP-51, CP-78
        // when
        JsonNode json = json(INFO.line(new ServerInfo.Peer(1, "::1", null, 1, "$SYS", true)));

        // then
        assertThat(json.get("connect_info").asBoolean()).isTrue();
        assertThat(json.get("remote_account").asText()).isEqualTo("$SYS");
        assertThat(json.get("acc_is_sys").asBoolean()).isTrue();
    }

    @Test
    void shouldSayThatItLeaves() throws IOException { // CP-205
        // when
        JsonNode json = json(INFO.inLameDuckMode().line(new ServerInfo.Peer(1, "::1", null, 1, null, false)));

        // then
        assertThat(json.get("ldm").asBoolean()).isTrue();
        assertThat(json.has("connect_urls")).isFalse();
        assertThat(json.get("server_id").asText()).isEqualTo("NID");
    }

    @Test
    void shouldEscapeNames() throws IOException {
        // given
        ServerInfo odd = new ServerInfo("N", "a\"b\\c\nü", "j", "h", 1, true, false, 1, List.of(), false, "X");

        // when
        JsonNode json = json(odd.line(new ServerInfo.Peer(1, "::1", null, 1, null, false)));

        // then
        assertThat(json.get("server_name").asText()).isEqualTo("a\"b\\c\nü");
    }

    private static String text(byte[] line) {
        return new String(line, UTF_8);
    }

    private static JsonNode json(byte[] line) throws IOException {
        String text = text(line);
        assertThat(text).startsWith("INFO {").endsWith("} \r\n").hasLineCount(1);
        return new ObjectMapper().readTree(text.substring(5));
    }
}
