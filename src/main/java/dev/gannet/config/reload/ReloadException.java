package dev.gannet.config.reload;

import java.util.regex.Pattern;

/** The settings were not taken over; those from before are in force, all of them. The message is the reference's. */
public final class ReloadException extends Exception {
    private static final long serialVersionUID = 1L;

    private static final String ADVERTISE = "Error setting server INFO with ClientAdvertise value of ";
    private static final String ADVERTISE_OF_RELOAD = "invalid ClientAdvertise value of ";
    private static final Pattern RESOLVER =
            Pattern.compile("\\S+: \"(account_|accounts_)?resolver\" is known but not built yet;.*");

    public ReloadException(String message) {
        super(message);
    }

    /** What keeps a server from starting with the settings keeps a running one from taking them over: in other words. */
    public static ReloadException ofStart(String problem) {
        String text = problem.strip();
        return new ReloadException(
                RESOLVER.matcher(text).matches()
                        ? "config reload does not support moving to or from an account resolver"
                        : text.replace(ADVERTISE, ADVERTISE_OF_RELOAD));
    }
}
