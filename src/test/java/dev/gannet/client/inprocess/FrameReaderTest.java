package dev.gannet.client.inprocess;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server sends, cut anywhere. */
class FrameReaderTest {
    private static final String ALL = String.join(
            "\r\n",
            "INFO {\"max_payload\":1}",
            "MSG a.b 2 5",
            "hello",
            "MSG a.b 2 _INBOX.x 0",
            "",
            "PING",
            "HMSG c 31 21 23",
            "NATS/1.0",
            "Name: v",
            "",
            "hi",
            "HMSG c 31 r.s 16 16",
            "NATS/1.0 503",
            "",
            "",
            "PONG",
            "+OK",
            "MSG \u00fcber 4 3",
            "",
            "x",
            "-ERR 'Slow Consumer'",
            "");

    private static final List<String> EXPECTED = List.of(
            "info {\"max_payload\":1}",
            "2 a.b null [] [hello]",
            "2 a.b _INBOX.x [] []",
            "ping",
            "31 c null [NATS/1.0\r\nName: v\r\n\r\n] [hi]",
            "31 c r.s [NATS/1.0 503\r\n\r\n] []",
            "pong",
            "4 \u00fcber null [] [\r\nx]",
            "error Slow Consumer");

    private final Heard heard = new Heard();
    private final FrameReader reader = new FrameReader(heard);

    private static final class Heard implements FrameReader.Listener {
        private final List<String> all = new ArrayList<>();

        @Override
        public void message(int sid, String subject, @Nullable String reply, byte[] headers, byte[] payload) {
            all.add(sid + " " + subject + " " + reply + " [" + new String(headers, UTF_8) + "] ["
                    + new String(payload, UTF_8) + "]");
        }

        @Override
        public void info(String json) {
            all.add("info " + json);
        }

        @Override
        public void ping() {
            all.add("ping");
        }

        @Override
        public void pong() {
            all.add("pong");
        }

        @Override
        public void error(String text) {
            all.add("error " + text);
        }
    }

    @Test
    void shouldReadWhatComesAtOnce() throws IOException {
        reader.read(bytes(ALL));
        assertThat(heard.all).isEqualTo(EXPECTED);
    }

    @Test
    void shouldReadWhatIsCutAtAnyTwoPlaces() throws IOException {
        byte[] all = ALL.getBytes(UTF_8);
        for (int first = 0; first <= all.length; first++) {
            for (int second = first; second <= all.length; second++) {
                heard.all.clear();
                reader.read(ByteBuffer.wrap(all, 0, first));
                reader.read(ByteBuffer.wrap(all, first, second - first));
                reader.read(ByteBuffer.wrap(all, second, all.length - second));
                assertThat(heard.all).as("cut at %d and %d", first, second).isEqualTo(EXPECTED);
            }
        }
    }

    @Test
    void shouldReadAByteAtATimeOutsideTheHeap() throws IOException {
        byte[] all = ALL.getBytes(UTF_8);
        ByteBuffer direct = ByteBuffer.allocateDirect(1);
        for (byte value : all) {
            direct.clear();
            direct.put(value).flip();
            reader.read(direct);
        }
        assertThat(heard.all).isEqualTo(EXPECTED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HELLO\r\n",
                "MSG a 1\r\n",
                "MSG a 1 x\r\n",
                "MSG a 1 99999999999\r\n",
                "MSG a 1 b 1 2 3 4\r\n",
                "HMSG a 1 9 3\r\n",
                "\r\n"
            })
    void shouldRefuseWhatIsNotTheProtocol(String text) {
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> reader.read(bytes(text)));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }
}
