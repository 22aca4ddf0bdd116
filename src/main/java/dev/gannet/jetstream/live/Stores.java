package dev.gannet.jetstream.live;

import dev.gannet.jetstream.stream.Shard;
import dev.gannet.store.segment.DamageListener;
import dev.gannet.store.segment.MessageStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;

/** Makes the stores of a shard's streams, each in a directory of its own. */
final class Stores implements Shard.Stores {
    private final String directory;
    private final DamageListener damage;
    private final MessageStore.Settings settings;
    private final Map<Integer, byte[]> manifests = new HashMap<>();
    private final Map<Integer, MessageStore> prepared =
            new ConcurrentHashMap<>(); // Of streams that the log may be about to begin.

    Stores(MessageStore.Settings settings, String directory, DamageListener damage) {
        this.settings = settings;
        this.directory = directory;
        this.damage = damage;
    }

    /** Returns the directory of a shard's streams. */
    static String directory(int shard) {
        return "streams/" + shard;
    }

    @Override
    public void prepare(int stream) throws IOException {
        if (!prepared.containsKey(stream)) {
            prepared.put(stream, make(stream));
        }
    }

    /**
     * Deletes what streams have left that were deleted, before the process ended that was about to do this.
     *
     * @param isKnown whether there is a stream of this number, or was until now
     */
    void sweep(int lastId, IntPredicate isKnown) throws IOException {
        for (String name : settings.disk().list(directory)) {
            boolean isNumber = name.length() < 10 && name.chars().allMatch(c -> c >= '0' && c <= '9');
            if (isNumber && Integer.parseInt(name) <= lastId && !isKnown.test(Integer.parseInt(name))) {
                MessageStore.create(settings, directory + "/" + name, damage).delete();
            }
        }
    }

    @Override
    public MessageStore create(int stream) throws IOException {
        MessageStore made = prepared.remove(stream);
        return made == null ? make(stream) : made;
    }

    /** Makes an empty store, whatever there was: what a stream had stored after the manifest comes again from the log. */
    private MessageStore make(int stream) throws IOException {
        return MessageStore.create(settings, directory + "/" + stream, damage);
    }

    @Override
    public MessageStore open(int stream, ByteBuffer manifest) throws IOException {
        byte[] bytes = new byte[manifest.remaining()];
        manifest.duplicate().get(bytes);
        manifests.put(stream, bytes);
        return MessageStore.open(settings, directory + "/" + stream, manifest, damage);
    }

    /** Returns what the stores were opened from, by the number of their stream. */
    Map<Integer, byte[]> manifests() {
        return manifests;
    }
}
