package dev.gannet.config.feature;

/**
 * How what is on disk is encrypted (CF-162, CF-166).
 *
 * @param key empty if nothing is
 * @param previousKey what was written before can be read with it; empty if there is none
 * @param tpm a key that the machine's trusted platform module keeps
 */
public record JetStreamEncryption(Cipher cipher, String key, String previousKey, Tpm tpm) {
    /** With what. */
    public enum Cipher {
        CHACHA,
        AES
    }

    /**
     * A key inside the machine.
     *
     * @param keysFile where its sealed form is; empty if there is none
     * @param register which of the machine's states it belongs to
     */
    public record Tpm(String keysFile, String encryptionPassword, String storagePassword, int register) {
        public static final Tpm NONE = new Tpm("", "", "", 0);

        /** Says nothing of passwords. */
        @Override
        public String toString() {
            return "Tpm[keysFile=" + keysFile + ", register=" + register + "]";
        }
    }

    public static final JetStreamEncryption NONE = new JetStreamEncryption(Cipher.CHACHA, "", "", Tpm.NONE);

    /** Says nothing of keys. */
    @Override
    public String toString() {
        return "JetStreamEncryption[cipher=" + cipher + ", tpm=" + tpm + "]";
    }
}
