package dev.gannet.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/** Texts as on the wire, where each char is a byte, and as people write them. Pure functions. */
public final class WireText {
    private WireText() {}

    /** Returns the characters of a text of the wire. */
    public static String decode(String wire) {
        return new String(wire.getBytes(ISO_8859_1), UTF_8);
    }

    /** Returns a text as it goes over the wire. */
    public static String encode(String text) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
    }
}
