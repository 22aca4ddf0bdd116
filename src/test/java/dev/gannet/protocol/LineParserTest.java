package dev.gannet.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines as clients may send them, and what each of them is understood as. */
class LineParserTest {
    private static final int BUFFER_BYTES = 1 << 14;

    private final RecordingClient client = new RecordingClient(false);
    private final Reading reading = new Reading(client, BUFFER_BYTES);

    @ParameterizedTest
    @ValueSource(
            strings = {"sub a 1\r\n", "SUB a 1\r\n", "sUb a 1\r\n", "SUB \t a\t \t1 \r\n", "SUB a 1\n", "SUB a 1\r\r\n"
            })
    void shouldTakeVerbsInAnyCaseAndWordsWithAnyGaps(String line) { // CP-97..99
        // when
        reading.read(line);

        // then
        assertThat(client.calls()).containsExactly("subscribe a|null|1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "SUB a q 1; subscribe a|q|1",
                "SUB a sid-with.any*text>; subscribe a|null|sid-with.any*text>", // CP-114
                "UNSUB 1; unsubscribe 1|-1",
                "UNSUB 1 5; unsubscribe 1|5",
                "UNSUB 1 999999999; unsubscribe 1|999999999",
                "UNSUB 1 1000000000; unsubscribe 1|-1", // CP-106: ten digits are no number.
                "UNSUB 1 x; unsubscribe 1|-1",
                "UNSUB 1 -2; unsubscribe 1|-1",
                "CONNECT{}; connect {}",
                "CONNECT; connect ''",
                "CONNECT   {\"a\" : 1}; connect {\"a\" : 1}",
                "INFO {}; info {}",
                "PING; ping",
                "PINGANYTHING; ping",
                "PONG 1 2 3; pong",
                "+OK; ok",
                "+OKAY; ok",
                "-ERR 'x y'; error 'x y'",
            })
    void shouldUnderstand(String line, String call) {
        // when
        reading.read(line + "\r\n");

        // then
        assertThat(String.join("", client.calls())).isEqualTo(call.replace("''", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SUB a",
                "SUB a b c d",
                "SUB ",
                "UNSUB ",
                "UNSUB 1 2 3", // CP-111, CP-115
                "PUB a",
                "PUB a b c 1",
                "PUB ", // CP-104
                "HPUB a 1",
                "HPUB a b c 1 1", // CP-105
                "PUB a -1",
                "PUB a x",
                "PUB a 1x",
                "PUB a 1234567890",
                "PUB a b +1", // CP-106
                "HPUB a x 1",
                "HPUB a 1 x",
                "HPUB a 2 1",
                "HPUB a -1 1",
                "HPUB a 1234567890 1" // CP-107
            })
    void shouldCloseWithoutAWordWhereArgumentsCannotBeUnderstood(String line) {
        // when
        reading.read(line + "\r\n");

        // then
        assertThat(client.calls()).containsExactly("violation null|PROTOCOL_VIOLATION");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "PUB a; processPub Parse Error: \"a\"",
                "PUB a x; processPub Bad or Missing Size: \"a x\"",
                "HPUB a 1; processHeaderPub Parse Error: \"a 1\"",
                "HPUB a x 1; processHeaderPub Bad or Missing Header Size: \"a x 1\"",
                "HPUB a 1 x; processHeaderPub Bad or Missing Total Size: \"a 1 x\"",
                "HPUB a 2 1; processHeaderPub Header Size larger then TotalSize: \"a 2 1\"",
                "SUB a; processSub Parse Error: \"a\"",
                "UNSUB 1 2 3; processUnsub Parse Error: \"1 2 3\"",
            })
    void shouldSayInTheLogWhatCouldNotBeUnderstood(String line, String detail) {
        // when
        reading.read(line + "\r\n");

        // then
        assertThat(client.details()).containsExactly(detail);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X",
                "\r\n",
                " PING\r\n",
                "PX",
                "PUBX",
                "SUBa b\r\n",
                "PUB\r\n",
                "PUB\n",
                "HPUBa",
                "UNSUB\r\n",
                "CONN\r\n",
                "PIN\r\n",
                "PON ",
                "-ERR\r\n",
                "-OK",
                "+ERR",
                "+O\r\n",
                "MSG a 1 0\r\n",
                "HMSG",
                "RS+ a b\r\n",
                "RMSG a",
                "LS+",
                "LMSG",
                "A+ x\r\n" // CP-120
            })
    void shouldRefuseWhatIsNoVerb(String line) {
        // when
        reading.read(line);

        // then
        assertThat(client.calls()).containsExactly("violation UNKNOWN_OPERATION|PROTOCOL_VIOLATION");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "P",
                "PU",
                "PUB",
                "PUB ",
                "PUB a 1",
                "PUB a 1\r",
                "PUB a 1\r\n",
                "HP",
                "SUB",
                "UNSU",
                "+O",
                "-ER",
                "-ERR"
            })
    void shouldWaitForTheRestOfWhatMayStillBeAVerb(String beginning) {
        // when
        reading.read(beginning);

        // then
        assertThat(client.calls()).isEmpty();
        assertThat(reading.unfinishedBytes()).isEqualTo(beginning.length());
    }

    @Test
    void shouldRefuseHeadersWhereTheyWereNotAgreedOn() { // CP-105
        // given
        client.withoutHeaders();

        // when
        reading.read("HPUB a 12 12\r\n");

        // then, before any payload has come
        assertThat(client.calls()).containsExactly("violation null|PROTOCOL_VIOLATION");
        assertThat(client.details()).containsExactly("message headers not supported");
    }

    @Test
    void shouldTakeAMessageWithNoHeaderBytesAsOneWithoutHeaders() { // CP-107
        // when
        reading.read("HPUB a reply 0 3\r\nxyz\r\n");

        // then what is delivered is a MSG
        assertThat(client.calls()).containsExactly("publish a|reply|false|-1|xyz|reply 3\r\nxyz\r\n");
    }

    @Test
    void shouldBringAMessageIntoItsUsualForm() {
        // when
        reading.read("hpub \t a\t reply  12\t15 \nNATS/1.0\r\n\r\nxyz\r\n");

        // then deliveries can repeat its tail
        assertThat(client.calls())
                .containsExactly("publish a|reply|true|12|NATS/1.0\r\n\r\nxyz|reply 12 15\r\nNATS/1.0\r\n\r\nxyz\r\n");
    }

    @Test
    void shouldRefuseAPayloadThatIsTooLargeBeforeItComes() { // CP-109
        // given
        client.withLimits(10, 100);

        // when the largest is taken, with its headers, and one byte more is not
        reading.read("PUB a 10\r\n0123456789\r\nHPUB a 1 10\r\n0123456789\r\nHPUB a 1 11\r\n");

        // then
        assertThat(client.calls()).hasSize(3).last().isEqualTo("violation MAXIMUM_PAYLOAD|MAXIMUM_PAYLOAD");
        assertThat(client.details()).containsExactly("maximum payload exceeded: 11 vs 10");
    }

    @Test
    void shouldTakeAPayloadOfAnySizeWithoutALimit() {
        // given
        client.withLimits(-1, 100);

        // when
        reading.read("PUB a 999999999\r\n");

        // then
        assertThat(client.calls()).isEmpty();
        assertThat(reading.needed()).isEqualTo("PUB a 999999999\r\n".length() + 999_999_999 + 2);
    }

    @Test
    void shouldBoundTheArgumentsOfALine() { // CP-110
        // given
        client.withLimits(10, 20);

        // when arguments of 20 bytes end in CR LF, and of 21 do not end at all
        reading.read("SUB " + "a".repeat(18) + " 1\r\n");
        reading.read("SUB " + "a".repeat(21));

        // then
        assertThat(client.calls())
                .containsExactly(
                        "subscribe " + "a".repeat(18) + "|null|1",
                        "violation MAXIMUM_CONTROL_LINE|MAXIMUM_CONTROL_LINE");
        assertThat(client.details().get(0))
                .startsWith("maximum control line exceeded: SUB, max_control_line 20 (snip: \"aaaa");
    }

    @Test
    void shouldCutWhatItShowsInTheLog() {
        // when
        reading.read("x".repeat(100));

        // then
        assertThat(client.details()).containsExactly("Client parser ERROR: proto='\"" + "x".repeat(32) + "\"...'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PING\r\n", "PUB a 1\r\nx\r\n", "SUB a 1\r\n", "INFO {}\r\n", "X"})
    void shouldAskWhoItIsBeforeAnythingElse(String line) { // CP-34
        // given
        client.expectingConnect();

        // when
        reading.read(line);

        // then
        assertThat(client.calls()).containsExactly("admitWithoutConnect");
    }

    @Test
    void shouldTakeConnectFirst() {
        // given
        client.expectingConnect();

        // when
        reading.read("connect {\"verbose\":false}\r\nPING\r\n");

        // then
        assertThat(client.calls()).containsExactly("connect {\"verbose\":false}", "ping");
    }

    @Test
    void shouldKeepEveryByteOfSubjectsAndSids() {
        // given every byte that is no space and no line end
        StringBuilder all = new StringBuilder();
        for (char c = 0; c < 256; c++) {
            if (c != ' ' && c != '\t' && c != '\r' && c != '\n') {
                all.append(c);
            }
        }

        // when
        reading.read(("SUB " + all + " " + all + "\r\n").getBytes(ISO_8859_1), new byte[0]);

        // then
        assertThat(client.calls()).containsExactly("subscribe " + all + "|null|" + all);
    }
}
