package dev.gannet.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.base.Chunk;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameRewriterTest {
    private static final String INFO = "Info: new\r\n";

    private final FrameRewriter rewriter = new FrameRewriter();

    @Test
    void shouldWriteAMessageWithAnotherSubjectAndReply() {
        assertThat(rewritten("", "hello", "reply", "")).isEqualTo("PUB to.there reply 5\r\nhello\r\n");
        assertThat(rewritten("", "hello", null, "")).isEqualTo("PUB to.there 5\r\nhello\r\n");
        assertThat(rewritten("", "", null, "")).isEqualTo("PUB to.there 0\r\n\r\n");
    }

    @Test
    void shouldKeepHeaders() {
        assertThat(rewritten("NATS/1.0\r\nA: b\r\n\r\n", "x", "r", ""))
                .isEqualTo("HPUB to.there r 18 19\r\nNATS/1.0\r\nA: b\r\n\r\nx\r\n");
    }

    @Test
    void shouldAddAHeader() {
        assertThat(rewritten("", "x", null, INFO))
                .isEqualTo("HPUB to.there 23 24\r\nNATS/1.0\r\nInfo: new\r\n\r\nx\r\n");
        assertThat(rewritten("NATS/1.0\r\nA: b\r\n\r\n", "x", null, INFO))
                .isEqualTo("HPUB to.there 29 30\r\nNATS/1.0\r\nA: b\r\nInfo: new\r\n\r\nx\r\n");
    }

    @Test
    void shouldReplaceHeadersOfTheSameName() {
        assertThat(rewritten("NATS/1.0\r\nInfo: old\r\nInfos: x\r\nInfo:\r\n\r\n", "x", null, INFO))
                .isEqualTo("HPUB to.there 33 34\r\nNATS/1.0\r\nInfos: x\r\nInfo: new\r\n\r\nx\r\n");
    }

    @ParameterizedTest // What a reader may take for the header, or what would keep it from seeing the right one.
    @ValueSource(
            strings = {
                "info: old\r\n\r\n",
                "INFO : old\r\n\r\n",
                " Info: old\r\n\r\n",
                "Info\t:\r\n old\r\n\tolder\r\n\r\n",
                "\r\nInfo: old\r\n\r\n",
                "\nInfo: old\r\n\r\n",
                "info: old\n\r\n",
                "Info: old",
                "Info:",
                "",
                "\r",
                "\r\n",
            })
    void shouldLeaveOneHeaderOfTheName(String others) {
        assertThat(rewritten("NATS/1.0\r\n" + others, "x", null, INFO))
                .isEqualTo("HPUB to.there 23 24\r\nNATS/1.0\r\nInfo: new\r\n\r\nx\r\n");
    }

    @Test
    void shouldWriteItsHeaderOnALineOfItsOwn() {
        assertThat(rewritten("NATS/1.0\r\nA: b", "x", null, INFO))
                .isEqualTo("HPUB to.there 29 30\r\nNATS/1.0\r\nA: b\r\nInfo: new\r\n\r\nx\r\n");
        assertThat(rewritten("N", "x", null, INFO)).isEqualTo("HPUB to.there 16 17\r\nN\r\nInfo: new\r\n\r\nx\r\n");
    }

    @Test
    void shouldWriteALargeMessageAndASmallOneAfterIt() {
        String large = "x".repeat(100_000);
        assertThat(rewritten("", large, null, "")).isEqualTo("PUB to.there 100000\r\n" + large + "\r\n");
        assertThat(rewritten("", "y", null, "")).isEqualTo("PUB to.there 1\r\ny\r\n");
    }

    private String rewritten(String headers, String payload, @Nullable String reply, String header) {
        ServerMessage message = new ServerMessage("from", "before", bytes(headers), bytes(payload));
        PublishFrame in = message.writeTo(Chunk.allocate(message.lengthMax()), null);
        PublishFrame out = rewriter.rewrite(in, bytes("to.there"), reply == null ? null : bytes(reply), bytes(header));
        assertThat(text(out, out.subjectStart(), out.subjectLength())).isEqualTo("to.there");
        assertThat(text(out, out.tail(), out.replyLength())).isEqualTo(reply == null ? "" : reply);
        assertThat(text(out, out.bodyStart() + Math.max(0, out.headerLength()), payload.length()))
                .isEqualTo(payload);
        return text(out, 0, out.end());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    private static String text(PublishFrame frame, int start, int length) {
        return new String(frame.chunk().bytes(start, length), ISO_8859_1);
    }
}
