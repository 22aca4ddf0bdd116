package dev.gannet.config.key;

/** A setting is not what it should be. The message begins with the place where it stands, if it stands in a file. */
public final class SettingException extends Exception {
    private final String message;

    public SettingException(String message) {
        super(message);
        this.message = message;
    }

    @Override
    public String getMessage() {
        return message;
    }
}
