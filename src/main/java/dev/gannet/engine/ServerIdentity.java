package dev.gannet.engine;

import dev.gannet.base.Secrets;

/**
 * Who a server is: its public nkey, by which other servers and the monitoring know it, and its public curve key. Made
 * anew at each start.
 *
 * <p>The server signs nothing and decrypts nothing yet, so there are no private keys, and the public ones are random
 * bytes: to make two real pairs would be half of what a start costs.
 *
 * @param serverId the public key, {@code N} and 55 characters more (CP-56)
 * @param xkey the public curve key, {@code X} and 55 characters more (CP-80)
 */
record ServerIdentity(String serverId, String xkey) {
    private static final int SERVER_PREFIX = 13 << 3; // 'N'
    private static final int CURVE_PREFIX = 23 << 3; // 'X'
    private static final int KEY_LENGTH = 32;
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int CRC_POLYNOMIAL = 0x1021;

    static ServerIdentity generate() {
        return new ServerIdentity(
                encode(SERVER_PREFIX, Secrets.random(KEY_LENGTH)), encode(CURVE_PREFIX, Secrets.random(KEY_LENGTH)));
    }

    /** Returns prefix, key and CRC-16 in base 32 without padding, the text form of an nkey. */
    static String encode(int prefix, byte[] key) {
        byte[] raw = new byte[key.length + 3];
        raw[0] = (byte) prefix;
        System.arraycopy(key, 0, raw, 1, key.length);
        int crc = crc16(raw, key.length + 1);
        raw[key.length + 1] = (byte) crc;
        raw[key.length + 2] = (byte) (crc >> 8);
        StringBuilder text = new StringBuilder(raw.length * 8 / 5);
        int bits = 0;
        int buffer = 0;
        for (byte b : raw) {
            buffer = (buffer << 8) | (b & 0xff);
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                text.append(ALPHABET.charAt((buffer >> bits) & 31));
            }
            buffer &= (1 << bits) - 1;
        }
        if (bits > 0) {
            text.append(ALPHABET.charAt((buffer << (5 - bits)) & 31));
        }
        return text.toString();
    }

    private static int crc16(byte[] bytes, int length) {
        int crc = 0;
        for (int i = 0; i < length; i++) {
            crc ^= (bytes[i] & 0xff) << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) == 0 ? crc << 1 : (crc << 1) ^ CRC_POLYNOMIAL;
            }
            crc &= 0xffff;
        }
        return crc;
    }
}
