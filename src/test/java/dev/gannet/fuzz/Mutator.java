package dev.gannet.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Damages frames: bits that flip, bytes that come or go, ends cut off, parts twice, two frames in one, numbers that are
 * too large, too small or none.
 *
 * <p><b>Owner:</b> the test's thread.
 */
public final class Mutator {
    private static final List<String> NUMBERS = List.of(
            "-1",
            "0",
            "00",
            "1",
            "2147483647",
            "2147483648",
            "4294967296",
            "999999999",
            "1000000000",
            "9223372036854775808",
            "18446744073709551616",
            "1e3",
            "0x10",
            "+5",
            "",
            " ",
            "5 5",
            "٣",
            "\0");
    private static final byte[] TELLING =
            "\r\n \t\0\"{}.>*-+0123456789PUBHSCONGIunk\u007f\u0080\u00ff".getBytes(ISO_8859_1);

    private final SplittableRandom random;
    private byte[] other = {' '};

    public Mutator(SplittableRandom random) {
        this.random = random;
    }

    /** Returns {@code frame} with some damage. */
    public byte[] mutate(byte[] frame) {
        byte[] result = frame;
        int times = random.nextInt(3) == 0 ? 1 + random.nextInt(4) : 1;
        for (int i = 0; i < times; i++) {
            result = once(result);
        }
        if (random.nextInt(8) == 0) {
            other = frame;
        }
        return result;
    }

    private byte[] once(byte[] frame) {
        if (frame.length == 0) {
            return other;
        }
        int at = place(frame);
        return switch (random.nextInt(9)) {
            case 0 -> flip(frame, at);
            case 1 -> Arrays.copyOf(frame, at); // The end is cut off.
            case 2 -> splice(frame, at, new byte[] {TELLING[random.nextInt(TELLING.length)]}, at);
            case 3 -> splice(frame, at, new byte[0], at + 1);
            case 4 -> splice(frame, at, frame, at);
            case 5 -> join(Arrays.copyOf(frame, at), tail(other));
            case 6 -> splice(frame, at, new byte[] {TELLING[random.nextInt(TELLING.length)]}, at + 1);
            default -> number(frame);
        };
    }

    /** Damage near the beginning does more than damage in a payload. */
    private int place(byte[] frame) {
        return random.nextInt(random.nextBoolean() ? frame.length : Math.min(frame.length, 40));
    }

    private byte[] flip(byte[] frame, int at) {
        byte[] flipped = frame.clone();
        flipped[at] ^= (byte) (1 << random.nextInt(8));
        return flipped;
    }

    private byte[] number(byte[] frame) {
        int from = place(frame);
        while (from < frame.length && !isDigit(frame[from])) {
            from++;
        }
        int to = from;
        while (to < frame.length && isDigit(frame[to])) {
            to++;
        }
        byte[] number = NUMBERS.get(random.nextInt(NUMBERS.size())).getBytes(ISO_8859_1);
        return splice(frame, from, number, to);
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private byte[] tail(byte[] frame) {
        return Arrays.copyOfRange(frame, random.nextInt(frame.length + 1), frame.length);
    }

    private static byte[] splice(byte[] frame, int from, byte[] middle, int to) {
        return join(join(Arrays.copyOf(frame, from), middle), Arrays.copyOfRange(frame, to, frame.length));
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }
}
