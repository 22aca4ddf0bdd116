package dev.gannet.config.feature;

import java.util.List;

/**
 * A service that says who clients are (CF-177).
 *
 * @param issuer the public key of the account that signs its answers
 * @param account the account that it is in
 * @param users who is let in without it: the service itself
 * @param xkey the public key that questions are encrypted with; empty is not at all
 * @param allowedAccounts the accounts that it may put clients into; empty is any
 */
public record AuthCalloutConfig(
        String issuer, String account, List<String> users, String xkey, List<String> allowedAccounts) {
    public static final String DEFAULT_ACCOUNT = "$G";

    public AuthCalloutConfig {
        users = List.copyOf(users);
        allowedAccounts = List.copyOf(allowedAccounts);
    }
}
