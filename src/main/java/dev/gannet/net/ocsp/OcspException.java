package dev.gannet.net.ocsp;

/** An answer that says nothing of the certificate that was asked for, or that nobody need believe. */
final class OcspException extends Exception {
    private static final long serialVersionUID = 1L;

    OcspException(String message) {
        super(message);
    }

    OcspException(String message, Throwable cause) {
        super(message, cause);
    }
}
