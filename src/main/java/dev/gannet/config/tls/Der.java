package dev.gannet.config.tls;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * As much of ASN.1's DER as keys, names and OCSP need: elements of a tag, a length and a content.
 *
 * <p><b>Owner:</b> whoever reads with it.
 */
public final class Der {
    public static final int INTEGER = 0x02;
    public static final int BIT_STRING = 0x03;
    public static final int OCTET_STRING = 0x04;
    public static final int OBJECT_IDENTIFIER = 0x06;
    public static final int SEQUENCE = 0x30;
    static final int SET = 0x31;

    private static final int LONG_FORM = 0x80;
    private static final int LENGTH_BYTES_MAX = 3;

    private final byte[] bytes;
    private final int end;
    private int at;

    /** Reads the elements in {@code bytes}. */
    public Der(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    private Der(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    public boolean hasMore() {
        return at < end;
    }

    /** Returns the tag of the next element. */
    public int tag() {
        if (at >= end) {
            throw new IllegalArgumentException("DER: ends too early");
        }
        return bytes[at] & 0xff;
    }

    /** Takes the next element, which must have this tag, and returns its content. */
    public Der take(int tag) {
        if (tag() != tag) {
            throw new IllegalArgumentException("DER: tag " + tag() + " (expected: " + tag + ")");
        }
        at++;
        int length = length();
        if (length > end - at) {
            throw new IllegalArgumentException("DER: length " + length + " (expected: <= " + (end - at) + ")");
        }
        Der content = new Der(bytes, at, at + length);
        at += length;
        return content;
    }

    /** Takes the next element and returns it with its tag and its length. */
    public byte[] takeWhole() {
        int from = at;
        take(tag());
        return Arrays.copyOfRange(bytes, from, at);
    }

    /** Returns the content, a bit string, without the count of the bits that do not count; there must be none. */
    public byte[] bits() {
        if (tag() != 0) {
            throw new IllegalArgumentException("DER: bits that are no bytes");
        }
        return Arrays.copyOfRange(bytes, at + 1, end);
    }

    private int length() {
        int first = tag();
        at++;
        if (first < LONG_FORM) {
            return first;
        }
        int count = first - LONG_FORM;
        if (count == 0 || count > LENGTH_BYTES_MAX) {
            throw new IllegalArgumentException("DER: a length of " + count + " bytes");
        }
        int length = 0;
        for (int i = 0; i < count; i++) {
            length = (length << 8) | tag();
            at++;
        }
        return length;
    }

    /** Returns what is left of the content. */
    public byte[] rest() {
        return Arrays.copyOfRange(bytes, at, end);
    }

    /** Returns the content, an object identifier, with dots. */
    public String objectIdentifier() {
        StringBuilder text = new StringBuilder();
        BigInteger number = BigInteger.ZERO;
        for (byte part : rest()) {
            number = number.shiftLeft(7).or(BigInteger.valueOf(part & 0x7f));
            if (part >= 0) {
                append(text, number);
                number = BigInteger.ZERO;
            }
        }
        return text.toString();
    }

    private static void append(StringBuilder text, BigInteger number) {
        if (!text.isEmpty()) {
            text.append('.').append(number);
            return;
        }
        int first = Math.min(2, number.intValue() / 40); // The first two numbers are one.
        text.append(first).append('.').append(number.subtract(BigInteger.valueOf(40L * first)));
    }

    /** Returns an element with these parts as its content. */
    public static byte[] of(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        int length = content.size();
        ByteArrayOutputStream element = new ByteArrayOutputStream();
        element.write(tag);
        if (length < LONG_FORM) {
            element.write(length);
        } else {
            int count = (39 - Integer.numberOfLeadingZeros(length)) / 8;
            element.write(LONG_FORM + count);
            for (int i = count - 1; i >= 0; i--) {
                element.write(length >>> (8 * i));
            }
        }
        element.writeBytes(content.toByteArray());
        return element.toByteArray();
    }
}
