package dev.gannet.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A password or token as the configuration has it: in plain, or as a bcrypt hash. It answers whether what a client
 * shows is the same, in a time that does not depend on how much of it is right.
 */
sealed interface StoredSecret {
    /** Returns whether the client knows the secret; null is shown as an empty text. */
    boolean isKnownBy(@Nullable String shown);

    /** Returns whether who knows the one knows the other, as far as that is seen without computing. */
    boolean isSame(StoredSecret other);

    /** Returns whether {@link #isKnownBy} takes long enough to hold up an event loop. */
    default boolean isSlow() {
        return cost() > 0;
    }

    /** Returns the bcrypt cost, of which each further one doubles the time; zero is no time at all. */
    default int cost() {
        return 0;
    }

    /** What begins like this is a bcrypt hash, even if the rest is not one; everything else is plain (CF-183). */
    Pattern BCRYPT = Pattern.compile("\\$2[abxy]\\$(\\d{2})\\$.*", Pattern.DOTALL);

    /** What stands before the version letter of a bcrypt hash; few of many texts have to be looked at more closely. */
    String BCRYPT_BEGIN = "$2";

    static StoredSecret of(String configured) {
        var bcrypt = BCRYPT.matcher(configured);
        if (!configured.startsWith(BCRYPT_BEGIN) || !bcrypt.matches()) {
            return new Plain(configured);
        }
        int cost = Integer.parseInt(bcrypt.group(1));
        return Bcrypt.WHOLE.matcher(configured).matches() && cost >= BCrypt.MIN_COST && cost <= Bcrypt.COST_MAX
                ? new Bcrypt(configured, cost)
                : new Unusable();
    }

    static boolean isBcrypt(String configured) {
        return configured.startsWith(BCRYPT_BEGIN) && BCRYPT.matcher(configured).matches();
    }

    /** Only the digest is kept, so that comparing takes the same time for every length. */
    final class Plain implements StoredSecret {
        private final byte[] digest;

        private Plain(String configured) {
            this.digest = sha256(configured);
        }

        @Override
        public boolean isSame(StoredSecret other) {
            return other instanceof Plain plain && MessageDigest.isEqual(digest, plain.digest);
        }

        @Override
        public boolean isKnownBy(@Nullable String shown) {
            return MessageDigest.isEqual(digest, sha256(shown == null ? "" : shown));
        }

        private static byte[] sha256(String text) {
            try {
                return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("SHA-256 is part of every JDK", e);
            }
        }
    }

    /**
     * A bcrypt hash of whatever version letter: as nats-server does, {@code a}, {@code b}, {@code x} and {@code y} are
     * computed alike, and of a password of more than 72 bytes the first 72 count.
     */
    final class Bcrypt implements StoredSecret {
        /** The most expensive hash that is computed, some 15 s; see docs/guide/accounts.md. */
        static final int COST_MAX = 18;

        private static final int LENGTH = 60;
        private static final Pattern WHOLE =
                Pattern.compile("\\$2[abxy]\\$\\d{2}\\$[./A-Za-z0-9]{53}.*", Pattern.DOTALL);

        private static final int PASSWORD_LENGTH = 72;
        private static final String PREFIX = "$2b$";
        private final byte[] hash;
        private final int cost;

        private Bcrypt(String configured, int cost) {
            this.hash = (PREFIX + configured.substring(PREFIX.length(), LENGTH)).getBytes(UTF_8);
            this.cost = cost;
        }

        @Override
        public int cost() {
            return cost;
        }

        @Override
        public boolean isSame(StoredSecret other) {
            return other instanceof Bcrypt bcrypt && Arrays.equals(hash, bcrypt.hash);
        }

        @Override
        public boolean isKnownBy(@Nullable String shown) {
            byte[] password = (shown == null ? "" : shown).getBytes(UTF_8);
            // The terminating zero takes part while there is room for it.
            BCrypt.Version version = password.length < PASSWORD_LENGTH
                    ? BCrypt.Version.VERSION_2B
                    : BCrypt.Version.VERSION_2Y_NO_NULL_TERMINATOR;
            return BCrypt.verifyer(version, LongPasswordStrategies.truncate(version))
                    .verify(password, hash)
                    .verified;
        }
    }

    /** A damaged bcrypt hash, or one so expensive that a few log-ins would take the processor away: nobody knows it. */
    final class Unusable implements StoredSecret {
        @Override
        public boolean isSame(StoredSecret other) {
            return false;
        }

        @Override
        public boolean isKnownBy(@Nullable String shown) {
            return false;
        }
    }
}
