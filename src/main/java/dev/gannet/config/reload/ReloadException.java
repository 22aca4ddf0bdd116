package dev.gannet.config.reload;

/** The settings were not taken over; those from before are in force, all of them. The message is the reference's. */
public final class ReloadException extends Exception {
    private static final long serialVersionUID = 1L;

    public ReloadException(String message) {
        super(message);
    }
}
