package dev.gannet.net.ocsp;

/** An answer that says nothing of the certificate that was asked for, or that nobody need believe; or none at all. */
public final class OcspException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean isDelegation;

    OcspException(String message) {
        super(message);
        isDelegation = false;
    }

    OcspException(String message, Throwable cause) {
        super(message, cause);
        isDelegation = false;
    }

    private OcspException(String message, boolean isDelegation) {
        super(message);
        this.isDelegation = isDelegation;
    }

    /** Somebody has signed whom the authority did not put in charge. */
    static OcspException ofDelegation() {
        return new OcspException("OCSP staple's signer missing authorization by CA to act as OCSP signer", true);
    }

    boolean isDelegation() {
        return isDelegation;
    }
}
