package dev.gannet.config.tls;

/** A certificate or key cannot be used, in the reference server's words. */
public final class TlsFileException extends Exception {
    private final String message;

    TlsFileException(String message) {
        super(message);
        this.message = message;
    }

    @Override
    public String getMessage() {
        return message;
    }
}
