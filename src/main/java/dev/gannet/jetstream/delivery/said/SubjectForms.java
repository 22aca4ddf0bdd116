package dev.gannet.jetstream.delivery.said;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gannet.protocol.WireText;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The subjects on which something is said of a consumer's messages: in the old form, which names stream and consumer
 * (CO-68), and in the long one, which names the domain and the account before (CO-69). Both are listened to; one is written.
 *
 * @param isLong whether the long form is written
 */
public record SubjectForms(String oldNames, String longNames, boolean isLong) {
    /** What begins the subjects of acknowledgements. */
    public static final String ACK = "$JS.ACK.";

    /** What begins those of the answers that say how far somebody is. */
    public static final String FLOW = "$JS.FC.";

    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int HASH_LENGTH = 8;
    private static final String NO_DOMAIN = "_";

    /**
     * The forms for the consumers of one account.
     *
     * @param domain empty for none
     */
    public static SubjectForms of(String domain, String account, boolean isLong) {
        return new SubjectForms(
                "", (domain.isEmpty() ? NO_DOMAIN : WireText.encode(domain)) + "." + hash(account) + ".", isLong);
    }

    /** Returns the forms for one consumer. */
    public SubjectForms of(String stream, String consumer) {
        String names = stream + "." + consumer + ".";
        return new SubjectForms(oldNames + names, longNames + names, isLong);
    }

    /** Returns what subjects begin with that are written. */
    public String written(String kind) {
        return kind + (isLong ? longNames : oldNames);
    }

    /** Returns what stands for an account in the long form (CO-72). */
    static String hash(String account) {
        byte[] digest;
        try {
            digest = MessageDigest.getInstance("SHA-256").digest(account.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: " + e + " (expected: in every JVM)", e);
        }
        StringBuilder hash = new StringBuilder(HASH_LENGTH);
        for (int i = 0; i < HASH_LENGTH; i++) {
            hash.append(DIGITS.charAt((digest[i] & 0xff) % DIGITS.length()));
        }
        return hash.toString();
    }
}
