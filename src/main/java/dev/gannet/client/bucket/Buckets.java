package dev.gannet.client.bucket;

import dev.gannet.api.Bucket;
import dev.gannet.api.MessagingException;
import dev.gannet.api.ObjectBucket;
import dev.gannet.client.JnatsMessaging;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.KeyValue;
import io.nats.client.ObjectStore;
import io.nats.client.api.KeyValueConfiguration;
import io.nats.client.api.KeyValueStatus;
import io.nats.client.api.ObjectStoreConfiguration;
import io.nats.client.api.StorageType;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** Finds buckets and object stores, or makes them. Blocks. */
public final class Buckets {
    private static final int NO_SUCH_STREAM = 10059;
    private static final String SQL = "gannet.sql";
    private static final String MAKE_IT = "make it, or say create = true where it is injected";

    private Buckets() {}

    /**
     * Returns a bucket that is there.
     *
     * @throws MessagingException if there is none and it is not to be made, or the server does not say
     */
    public static KeyValue keyValue(Connection connection, String name, Bucket said) {
        Question question = new Question("bucket " + name, said.create(), MAKE_IT);
        question.ask(
                () -> connection.keyValueManagement().getStatus(name),
                () -> connection.keyValueManagement().create(configuration(name, said)));
        return question.answer(() -> connection.keyValue(name));
    }

    /**
     * Returns an object store that is there.
     *
     * @throws MessagingException if there is none and it is not to be made, or the server does not say
     */
    public static ObjectStore objectStore(Connection connection, String name, ObjectBucket said) {
        Question question = new Question("object store " + name, said.create(), MAKE_IT);
        question.ask(
                () -> connection.objectStoreManagement().getStatus(name),
                () -> connection.objectStoreManagement().create(configuration(name, said)));
        return question.answer(() -> connection.objectStore(name));
    }

    /** Returns how a bucket is that has to be there. */
    static KeyValueStatus status(Connection connection, String name) {
        Question question = new Question("bucket " + name, false, "it is watched when there is one");
        return question.ask(() -> connection.keyValueManagement().getStatus(name), () -> {
            throw new IllegalStateException("never made");
        });
    }

    private static KeyValueConfiguration configuration(String name, Bucket said) {
        KeyValueConfiguration.Builder wanted = KeyValueConfiguration.builder(name)
                .maxHistoryPerKey(said.history())
                .storageType(storage(said.inMemory()))
                .replicas(said.replicas());
        if (said.ttlMillis() > 0) {
            wanted.ttl(Duration.ofMillis(said.ttlMillis()));
        }
        if (!said.sql().isEmpty()) {
            wanted.metadata(Map.of(SQL, said.sql()));
        }
        return wanted.build();
    }

    private static ObjectStoreConfiguration configuration(String name, ObjectBucket said) {
        ObjectStoreConfiguration.Builder wanted = ObjectStoreConfiguration.builder(name)
                .storageType(storage(said.inMemory()))
                .replicas(said.replicas());
        if (said.ttlMillis() > 0) {
            wanted.ttl(Duration.ofMillis(said.ttlMillis()));
        }
        return wanted.build();
    }

    private static StorageType storage(boolean inMemory) {
        return inMemory ? StorageType.Memory : StorageType.File;
    }

    /** Something that the server is asked. */
    @FunctionalInterface
    private interface Asked<T> {
        T ask() throws IOException, JetStreamApiException;
    }

    /**
     * What is asked about, and whether it may be made.
     *
     * @param advice to who asks for what is not there
     */
    private record Question(String what, boolean create, String advice) {
        <T> T ask(Asked<T> status, Asked<T> creation) {
            return answer(() -> {
                try {
                    return status.ask();
                } catch (JetStreamApiException e) {
                    if (e.getApiErrorCode() != NO_SUCH_STREAM) {
                        throw e;
                    }
                    if (!create) {
                        throw new MessagingException(what + ": there is none: " + advice, e);
                    }
                    return creation.ask();
                }
            });
        }

        <T> T answer(Asked<T> asked) {
            try {
                return asked.ask();
            } catch (IOException | JetStreamApiException | IllegalArgumentException | IllegalStateException e) {
                throw new MessagingException(what + ": " + JnatsMessaging.problem(e), e);
            }
        }
    }
}
