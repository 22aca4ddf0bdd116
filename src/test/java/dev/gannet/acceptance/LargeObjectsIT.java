package dev.gannet.acceptance;

import static dev.gannet.testing.ProcessUnderTest.EXECUTABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.testing.ProcessUnderTest;
import dev.gannet.testing.ServerProcess;
import dev.gannet.testing.ServerUnderTest;
import io.nats.client.Connection;
import io.nats.client.ObjectStore;
import io.nats.client.api.ObjectInfo;
import io.nats.client.api.ObjectStoreConfiguration;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Objects that are larger than a server's memory should become, and many small ones. */
@ExtendWith(ProcessUnderTest.class)
class LargeObjectsIT {
    private static final long BYTES = Long.getLong("gannet.object.bytes", 64L << 20);
    private static final int SMALL = 300;
    private static final long HEAP_MORE_MAX = 48L << 20;
    private static final long RESIDENT_MAX = 640L << 20;

    private ServerProcess server;
    private Connection connection;
    private ObjectStore objects;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        server = ServerProcess.start(
                EXECUTABLE, "", -1, "-js", "-sd", directory.toRealPath().toString());
        connection = Clients.connect(server.url());
        connection
                .objectStoreManagement()
                .create(ObjectStoreConfiguration.builder("OBJECTS").build());
        objects = connection.objectStore("OBJECTS");
    }

    @AfterEach
    void stop() throws Exception {
        connection.close();
        server.close();
    }

    // KV-84, KV-85
    @Test
    void shouldKeepLargeObjectWithoutMemoryForIt() throws Exception {
        // given
        objects.put("small", new ByteArrayInputStream(new byte[1 << 20]));
        long before = heap();

        // when
        ObjectInfo put = objects.put("large", new Numbers(BYTES));
        long whenPut = heap();
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        ObjectInfo got = objects.get("large", new DigestOutputStream(OutputStream.nullOutputStream(), digest));
        long whenGot = heap();

        // then
        String found = "SHA-256=" + Base64.getUrlEncoder().encodeToString(digest.digest());
        assertThat(put.getSize()).isEqualTo(got.getSize()).isEqualTo(BYTES);
        assertThat(found).isEqualTo(put.getDigest()).isEqualTo(got.getDigest());
        assertThat(whenPut - before).as("more in memory when it is there").isLessThan(HEAP_MORE_MAX);
        assertThat(whenGot - before).as("more in memory when it was read").isLessThan(HEAP_MORE_MAX);
        if (!ServerUnderTest.isReference()) {
            long resident = ServerFigures.residentBytesMax(server);
            System.getLogger(LargeObjectsIT.class.getName())
                    .log(
                            System.Logger.Level.INFO,
                            BYTES + " bytes: at most " + (resident >> 20) + " MB, alive before, between and after "
                                    + (before >> 20) + ", " + (whenPut >> 20) + ", " + (whenGot >> 20) + " MB");
            assertThat(resident).as("the most memory at a time").isLessThan(RESIDENT_MAX);
        }
    }

    private long heap() throws Exception {
        return ServerUnderTest.isReference() ? 0 : ServerFigures.of(server).heapBytes();
    }

    // KV-84, KV-85
    @Test
    void shouldKeepManySmallObjects() throws Exception {
        // given
        for (int i = 0; i < SMALL; i++) {
            objects.put("object" + i, content(i));
        }

        // when
        for (int i = 0; i < SMALL; i += 2) {
            objects.delete("object" + i);
        }
        objects.put("object1", content(1000));

        // then
        assertThat(objects.getList()).hasSize(SMALL / 2);
        for (int i = 1; i < SMALL; i += 2) {
            ByteArrayOutputStream found = new ByteArrayOutputStream();
            objects.get("object" + i, found);
            assertThat(found.toByteArray()).isEqualTo(content(i == 1 ? 1000 : i));
        }
        assertThat(objects.getInfo("object0")).isNull();
    }

    private static byte[] content(int number) {
        byte[] content = new byte[number % 200];
        new Random(number).nextBytes(content);
        return content;
    }

    /** Bytes that are nowhere before they are read. */
    private static final class Numbers extends InputStream {
        private final Random random = new Random(1);
        private final byte[] one = new byte[1];
        private long left;

        Numbers(long bytes) {
            this.left = bytes;
        }

        @Override
        public int read() {
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int length) {
            if (left == 0) {
                return -1;
            }
            byte[] some = new byte[(int) Math.min(left, length)];
            random.nextBytes(some);
            System.arraycopy(some, 0, into, from, some.length);
            left -= some.length;
            return some.length;
        }
    }
}
