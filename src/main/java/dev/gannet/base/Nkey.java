package dev.gannet.base;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The text form of a public key: what it is for, the key and a CRC-16 in base 32 without padding, 56 characters of which
 * the first is the letter of what it is for.
 */
public enum Nkey {
    ACCOUNT('A', 0),
    CLUSTER('C', 2),
    SERVER('N', 13),
    OPERATOR('O', 14),
    USER('U', 20),
    CURVE('X', 23);

    private static final int KEY_LENGTH = 32;
    private static final int RAW_LENGTH = 1 + KEY_LENGTH + 2;
    private static final int TEXT_LENGTH = RAW_LENGTH * 8 / 5;
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int CRC_POLYNOMIAL = 0x1021;

    private static final int SEED_PREFIX = 18 << 3;
    private static final int SEED_LENGTH = 58;

    private final char letter;
    private final byte prefix;

    Nkey(char letter, int number) {
        this.letter = letter;
        this.prefix = (byte) (number << 3);
    }

    /** Returns the text of a key of 32 bytes. */
    public String encode(byte[] key) {
        if (key.length != KEY_LENGTH) {
            throw new IllegalArgumentException("key: " + key.length + " bytes (expected: " + KEY_LENGTH + ")");
        }
        byte[] raw = new byte[RAW_LENGTH];
        ByteBuffer.wrap(raw).put(prefix).put(key);
        int crc = crc16(raw);
        raw[KEY_LENGTH + 1] = (byte) crc;
        raw[KEY_LENGTH + 2] = (byte) (crc >> 8);
        StringBuilder text = new StringBuilder(TEXT_LENGTH);
        int bits = 0;
        int buffer = 0;
        for (byte b : raw) {
            buffer = (buffer << 8) | (b & 0xff);
            for (bits += 8; bits >= 5; bits -= 5) {
                text.append(ALPHABET.charAt((buffer >> (bits - 5)) & 31));
            }
            buffer &= (1 << bits) - 1;
        }
        return text.toString();
    }

    /** Returns the key that {@code text} spells, or null if it spells none of this kind. */
    public byte @Nullable [] decode(String text) {
        if (text.length() != TEXT_LENGTH || text.charAt(0) != letter) {
            return null;
        }
        byte[] raw = raw(text, RAW_LENGTH);
        if (raw == null) {
            return null;
        }
        int crc = (raw[KEY_LENGTH + 1] & 0xff) | ((raw[KEY_LENGTH + 2] & 0xff) << 8);
        return raw[0] == prefix && crc == crc16(raw) ? Arrays.copyOfRange(raw, 1, 1 + KEY_LENGTH) : null;
    }

    /** Returns whether {@code text} is the seed of a key of this kind: the secret half of it. */
    public boolean isSeed(String text) {
        byte[] raw = text.length() == SEED_LENGTH ? raw(text, RAW_LENGTH + 1) : null;
        if (raw == null) {
            return false;
        }
        int kind = ((raw[0] & 7) << 5) | ((raw[1] & 0xf8) >> 3);
        int crc = (raw[raw.length - 2] & 0xff) | ((raw[raw.length - 1] & 0xff) << 8);
        return (raw[0] & 0xf8) == SEED_PREFIX && kind == (prefix & 0xff) && crc == crc16(raw);
    }

    private static byte @Nullable [] raw(String text, int length) {
        byte[] raw = new byte[length];
        int at = 0;
        int bits = 0;
        int buffer = 0;
        for (int i = 0; i < text.length(); i++) {
            int value = ALPHABET.indexOf(text.charAt(i));
            if (value < 0) {
                return null;
            }
            buffer = (buffer << 5) | value;
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                raw[at++] = (byte) (buffer >> bits);
                buffer &= (1 << bits) - 1;
            }
        }
        return raw;
    }

    /** Returns the checksum of all but the last two bytes. */
    private static int crc16(byte[] raw) {
        int crc = 0;
        for (int i = 0; i < raw.length - 2; i++) {
            crc ^= (raw[i] & 0xff) << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) == 0 ? crc << 1 : (crc << 1) ^ CRC_POLYNOMIAL;
            }
            crc &= 0xffff;
        }
        return crc;
    }
}
