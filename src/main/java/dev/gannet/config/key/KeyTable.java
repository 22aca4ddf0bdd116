package dev.gannet.config.key;

import dev.gannet.config.conf.ConfNode;
import dev.gannet.config.conf.ConfPosition;
import dev.gannet.config.conf.ConfValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * The keys of one block of {@code nats.conf}: their names and what is done with their values. A name counts in any case.
 *
 * @param <T> what a block is read into
 */
public final class KeyTable<T> {
    /** What becomes of a key. */
    public enum Status {
        BUILT,
        NOT_BUILT,
        REFUSED
    }

    /** Takes the value of one key. */
    public interface Reading<T> {
        void read(Setting setting, T target, Problems problems) throws SettingException;
    }

    /** Takes the value of one key that does nothing yet; returns whether it would do something. */
    public interface Kept<T> {
        boolean read(Setting setting, T target, Problems problems) throws SettingException;
    }

    /** Keeps what a key says. */
    public interface Put<T, V> {
        void put(T target, V value);
    }

    /**
     * A key.
     *
     * @param names the first is the usual one
     */
    public record Key<T>(List<String> names, Status status, Reading<T> reading) {}

    private final Map<String, Key<T>> byName = new LinkedHashMap<>();
    private final List<Key<T>> keys = new ArrayList<>();
    private final Function<String, String> unknown;

    /** {@code unknown} says that there is no such key. */
    public KeyTable(Function<String, String> unknown) {
        this.unknown = unknown;
    }

    public KeyTable<T> key(Reading<T> reading, String... names) {
        return add(new Key<>(List.of(names), Status.BUILT, reading));
    }

    public KeyTable<T> string(Put<T, String> put, String... names) {
        return key((setting, target, problems) -> put.put(target, setting.string()), names);
    }

    public KeyTable<T> bool(Put<T, Boolean> put, String... names) {
        return key((setting, target, problems) -> put.put(target, setting.bool()), names);
    }

    /** A number; what does not fit is as large, or as negative, as can be. */
    public KeyTable<T> integer(Put<T, Integer> put, String... names) {
        return key((setting, target, problems) -> put.put(target, setting.clampedInteger()), names);
    }

    /** A duration, or a number of seconds; errors call it by the first of its names. */
    public KeyTable<T> duration(Put<T, Duration> put, String... names) {
        return key(
                (setting, target, problems) -> put.put(target, setting.durationOrSeconds(names[0], problems)), names);
    }

    /** A string, or an array of them; errors call them {@code what}. */
    public KeyTable<T> strings(Put<T, List<String>> put, String what, String... names) {
        return key((setting, target, problems) -> put.put(target, setting.strings(what, problems)), names);
    }

    /** A key whose value is kept, but does nothing yet: at the start there is a line that says so if it would. */
    public KeyTable<T> notBuilt(Kept<T> kept, String... names) {
        Reading<T> reading = (setting, target, problems) -> {
            if (kept.read(setting, target, problems)) {
                problems.notBuilt(setting.position(), setting.key());
            }
        };
        return add(new Key<>(List.of(names), Status.NOT_BUILT, reading));
    }

    /** The same, of a key that protects the server: the server does not start if it would do something. */
    public KeyTable<T> refused(Kept<T> kept, String... names) {
        Reading<T> reading = (setting, target, problems) -> {
            if (kept.read(setting, target, problems)) {
                problems.refused(setting.position(), setting.key());
            }
        };
        return add(new Key<>(List.of(names), Status.REFUSED, reading));
    }

    /** A key that does nothing yet; at the start there is a line that says so. */
    public KeyTable<T> notBuilt(String... names) {
        Reading<T> reading = (setting, target, problems) -> problems.notBuilt(setting.position(), setting.key());
        return add(new Key<>(List.of(names), Status.NOT_BUILT, unlessFalse(reading)));
    }

    /** A key that protects the server and does nothing yet: the server does not start with it. */
    public KeyTable<T> refused(String... names) {
        Reading<T> reading = (setting, target, problems) -> problems.refused(setting.position(), setting.key());
        return add(new Key<>(List.of(names), Status.REFUSED, unlessFalse(reading)));
    }

    public List<Key<T>> keys() {
        return List.copyOf(keys);
    }

    /** Reads a block into {@code target}: every key that can be read, in the order of the file. */
    public void read(ConfValue.MapValue block, T target, Problems problems) {
        for (Map.Entry<String, ConfNode> entry : block.nodes().entrySet()) {
            read(new Setting(entry.getKey(), entry.getValue()), target, problems);
        }
    }

    /** The same, where errors about a value's type stand at {@code place} instead of at the value. */
    public void read(ConfValue.MapValue block, T target, Problems problems, ConfPosition place) {
        for (Map.Entry<String, ConfNode> entry : block.nodes().entrySet()) {
            read(new Setting(entry.getKey(), entry.getValue(), place), target, problems);
        }
    }

    private void read(Setting setting, T target, Problems problems) {
        Key<T> key = byName.get(setting.key().toLowerCase(Locale.ROOT));
        if (key == null) {
            if (!setting.node().isUsedAsVariable()) {
                problems.error(setting.position(), unknown.apply(setting.key()));
            }
            return;
        }
        try {
            key.reading().read(setting, target, problems);
        } catch (SettingException e) {
            problems.error(e.getMessage());
        }
    }

    private KeyTable<T> add(Key<T> key) {
        keys.add(key);
        for (String name : key.names()) {
            byName.put(name, key);
        }
        return this;
    }

    private static <T> Reading<T> unlessFalse(Reading<T> reading) {
        return (setting, target, problems) -> {
            boolean isFalse = setting.value() instanceof ConfValue.BooleanValue value && !value.bool();
            if (!isFalse) {
                reading.read(setting, target, problems);
            }
        };
    }
}
