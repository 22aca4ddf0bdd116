package dev.gannet.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What only the parser's caller can see: what is consumed, what is kept, and what it says of the rest. */
class ParserTest {
    private static final int BUFFER_BYTES = 1 << 17;
    private static final byte[] NOTHING = {};

    private final RecordingClient client = new RecordingClient(true);
    private final Reading reading = new Reading(client, BUFFER_BYTES);

    @Test
    void shouldLeaveWhatIsNotWholeWhereItIs() {
        // when a message and a part of the next one come
        int left = reading.read("PUB a 1\r\nx\r\nPUB b 3\r\nxy");

        // then only the first is taken, and the second when it is whole
        assertThat(client.calls()).containsExactly("publish a||false|-1|x|1\r\nx\r\n");
        assertThat(left).isEqualTo("PUB b 3\r\nxy".length());
        assertThat(reading.read("z\r\n")).isZero();
        assertThat(client.calls()).hasSize(2).last().isEqualTo("publish b||false|-1|xyz|3\r\nxyz\r\n");
    }

    @Test
    void shouldSayTheWholeSizeOfAMessageThatIsNotWhole() {
        // when the line of a big message has come, and a little of it
        String line = "PUB big.one _INBOX.1 700000\r\n";
        reading.read(line + "0123");

        // then the transport knows how much to gather before it asks again
        assertThat(reading.needed()).isEqualTo(line.length() + 700_000 + 2);
        assertThat(client.calls()).isEmpty();
    }

    @Test
    void shouldSayTheWholeSizeOfAMessageOnTheLongWayToo() {
        // given lines with tabs take the long way
        String line = "HPUB\tbig.one\t12 700000\r\n";

        // when
        reading.read("PING\r\n" + line + "NATS/1.0\r\n\r\n0123");

        // then
        assertThat(reading.needed()).isEqualTo(line.length() + 700_000 + 2);
        assertThat(client.calls()).containsExactly("ping");
        assertThat(client.lines()).containsExactly("HPUB big.one\t12 700000|big.one");
    }

    @Test
    void shouldNotSayTheSizeOfAMessageWhoseLineHasNotEnded() {
        // when
        reading.read("PUB big.one 70");

        // then, since more digits may come
        assertThat(reading.needed()).isZero();
    }

    @Test
    void shouldForgetTheSizeOfAMessageThatWasLeft() {
        // given
        reading.read("PUB a 5\r\nab");

        // when the rest has come
        reading.read("cde\r\n");

        // then
        assertThat(reading.needed()).isZero();
    }

    @Test
    void shouldTakeTheLineOfAMessageOnceHoweverOftenItIsParsed() {
        // given a client whose every line is looked at
        RecordingClient pedant = new RecordingClient(false);
        Reading pieces = new Reading(pedant, BUFFER_BYTES);

        // when
        for (byte b : "PUB a.b 3\r\nxyz\r\n".getBytes(ISO_8859_1)) {
            pieces.read(new byte[] {b}, NOTHING);
        }

        // then
        assertThat(pedant.lines()).containsExactly("PUB a.b 3|a.b");
        assertThat(pedant.calls()).containsExactly("publish a.b||false|-1|xyz|3\r\nxyz\r\n");
    }

    @Test
    void shouldLookASubjectUpOnceWhileItStaysTheSame() {
        // when
        String eu = "PUB orders.eu 1\r\nx\r\n";
        reading.read(eu + eu);
        reading.read("HPUB orders.eu 1 1\r\nx\r\n");
        reading.read("PUB orders.e 1\r\nx\r\n");
        reading.read(eu);

        // then
        assertThat(client.calls()).hasSize(5);
        assertThat(client.resolved()).isEqualTo(3);
    }

    @Test
    void shouldLookASubjectUpAgainWhenWhatWasKnownNoLongerHolds() {
        // given what is known never holds
        client.forgettingAfter(1);

        // when the same subject comes in another read
        reading.read("PUB a 1\r\n1\r\n");
        reading.read("PUB a 1\r\n2\r\n");

        // then
        assertThat(client.resolved()).isEqualTo(2);
    }

    @Test
    void shouldForgetWhatWasKnownOfASubjectWhenALineInBetweenChangesIt() {
        // given
        client.forgettingAfter(1);

        // when an UNSUB stands between two messages of one read
        reading.read("PUB a 1\r\n1\r\nUNSUB 1\r\nPUB a 1\r\n2\r\n");

        // then
        assertThat(client.resolved()).isEqualTo(2);
    }

    @Test
    void shouldStopBehindTheLineThatSuspendsTheClient() {
        // given a client that waits for an answer after CONNECT
        client.suspendingOnConnect();
        Parser parser = new Parser();
        var in = dev.gannet.base.Chunk.allocate(100);
        in.append("CONNECT {}\r\nPUB a 1\r\nx\r\n".getBytes(ISO_8859_1));

        // when
        int position = parser.parse(client, in, 0, in.written);

        // then what follows waits
        assertThat(position).isEqualTo("CONNECT {}\r\n".length());
        assertThat(parser.parse(client, in, position, in.written)).isEqualTo(position);
        client.resume();
        assertThat(parser.parse(client, in, position, in.written)).isEqualTo(in.written);
        assertThat(client.calls()).containsExactly("connect {}", "publish a||false|-1|x|1\r\nx\r\n");
    }

    @Test
    void shouldStopAtTheFirstByteThatIsWrong() { // CP-108
        // when the byte behind the payload is wrong and the rest has not come
        reading.read("PUB a 1\r\nxx");

        // then it is said at once
        assertThat(client.calls()).containsExactly("violation UNKNOWN_OPERATION|PROTOCOL_VIOLATION");
        assertThat(client.details()).containsExactly("Client parser ERROR: proto='\"x\"...'");
    }

    @Test
    void shouldPassOverALineWithoutArgumentsOfAnyLength() { // CP-100
        // when a PING comes whose line is longer than any control line may be
        reading.read("PING ");
        for (int i = 0; i < 1000; i++) {
            assertThat(reading.read("whatever it says ")).isZero();
        }
        assertThat(client.calls()).isEmpty();
        reading.read("\nPONG\r\n");

        // then nothing of it was kept, and it counts when it ends
        assertThat(client.calls()).containsExactly("ping", "pong");
    }

    @Test
    void shouldServeClientsInTurnWithOneParser() {
        // given two clients of one loop, one in the middle of a message on the long way
        Parser parser = new Parser();
        RecordingClient other = new RecordingClient(true);
        var first = dev.gannet.base.Chunk.allocate(100);
        first.append("PUB\ta 5\r\nab".getBytes(ISO_8859_1));
        var second = dev.gannet.base.Chunk.allocate(100);
        second.append("PUB b 1\r\nx\r\nPING".getBytes(ISO_8859_1));

        // when
        int position = parser.parse(client, first, 0, first.written);
        parser.parse(other, second, 0, second.written);
        first.append("cde\r\n".getBytes(ISO_8859_1));
        parser.parse(client, first, position, first.written);

        // then neither has anything of the other
        assertThat(client.calls()).containsExactly("publish a||false|-1|abcde|5\r\nabcde\r\n");
        assertThat(client.lines()).hasSize(1);
        assertThat(other.calls()).containsExactly("publish b||false|-1|x|1\r\nx\r\n");
        assertThat(other.lines()).isEmpty();
    }
}
