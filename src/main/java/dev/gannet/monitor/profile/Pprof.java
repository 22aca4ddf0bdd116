package dev.gannet.monitor.profile;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * A profile in the form of pprof: the gzipped protocol buffer {@code perftools.profiles.Profile}, written by hand, since it
 * has only numbers, texts and lists of them.
 *
 * <p><b>Owner:</b> one thread.
 */
final class Pprof {
    private static final int SAMPLE_TYPE = 1;
    private static final int SAMPLE = 2;
    private static final int LOCATION = 4;
    private static final int FUNCTION = 5;
    private static final int STRING_TABLE = 6;
    private static final int DURATION_NANOS = 10;

    private final Map<String, Integer> texts = new LinkedHashMap<>();
    private final Map<Frame, Integer> locations = new LinkedHashMap<>();
    private final Map<List<Integer>, long[]> samples = new LinkedHashMap<>();
    private final List<Value> values;
    private long durationNanos;

    /** What a sample counts, and in what unit. */
    record Value(String type, String unit) {}

    /**
     * Where something happened.
     *
     * @param line 0 where nobody knows it
     */
    record Frame(String function, String file, int line) {
        static Frame of(StackTraceElement element) {
            String file = element.getFileName();
            return new Frame(
                    element.getClassName() + "." + element.getMethodName(),
                    file == null ? "" : file,
                    Math.max(0, element.getLineNumber()));
        }
    }

    Pprof(Value... values) {
        this.values = List.of(values);
        text(""); // The format wants it to be the first.
    }

    void duration(long nanos) {
        durationNanos = nanos;
    }

    /**
     * Adds to what was counted for the same stack.
     *
     * @param stack innermost frame first
     */
    void add(List<Frame> stack, long... counted) {
        List<Integer> ids = new ArrayList<>(stack.size());
        for (Frame frame : stack) {
            ids.add(locations.computeIfAbsent(frame, any -> locations.size() + 1));
        }
        long[] sum = samples.computeIfAbsent(ids, any -> new long[values.size()]);
        for (int i = 0; i < sum.length; i++) {
            sum[i] += counted[i];
        }
    }

    byte[] gzip() {
        Message profile = new Message();
        for (Value value : values) {
            Message type = new Message();
            type.number(1, text(value.type()));
            type.number(2, text(value.unit()));
            profile.bytes(SAMPLE_TYPE, type.toBytes());
        }
        samples.forEach((ids, counted) -> profile.bytes(SAMPLE, sample(ids, counted)));
        locations.forEach((frame, id) -> {
            profile.bytes(LOCATION, location(frame, id));
            profile.bytes(FUNCTION, function(frame, id));
        });
        profile.number(DURATION_NANOS, durationNanos);
        for (String text : texts.keySet()) {
            profile.bytes(STRING_TABLE, text.getBytes(UTF_8));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(profile.toBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e); // Memory has no input or output to fail.
        }
        return out.toByteArray();
    }

    private static byte[] sample(List<Integer> ids, long[] counted) {
        Message sample = new Message();
        for (int id : ids) {
            sample.number(1, id);
        }
        for (long each : counted) {
            sample.number(2, each);
        }
        return sample.toBytes();
    }

    /** A function of its own for each place keeps both tables the same; readers add up by name. */
    private static byte[] location(Frame frame, int id) {
        Message line = new Message();
        line.number(1, id);
        line.number(2, frame.line());
        Message location = new Message();
        location.number(1, id);
        location.bytes(4, line.toBytes());
        return location.toBytes();
    }

    private byte[] function(Frame frame, int id) {
        Message function = new Message();
        function.number(1, id);
        function.number(2, text(frame.function()));
        function.number(3, text(frame.function()));
        function.number(4, text(frame.file()));
        return function.toBytes();
    }

    private int text(String text) {
        return texts.computeIfAbsent(text, any -> texts.size());
    }

    /** A protocol buffer's message that is being written. */
    private static final class Message {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        void number(int field, long value) {
            varint((long) field << 3);
            varint(value);
        }

        void bytes(int field, byte[] value) {
            varint(((long) field << 3) | 2);
            varint(value.length);
            out.writeBytes(value);
        }

        private void varint(long value) {
            long rest = value;
            while ((rest & ~0x7fL) != 0) {
                out.write((int) ((rest & 0x7f) | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
        }

        byte[] toBytes() {
            return out.toByteArray();
        }
    }
}
