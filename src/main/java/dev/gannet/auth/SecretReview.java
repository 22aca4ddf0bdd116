package dev.gannet.auth;

import dev.gannet.base.Quoted;
import dev.gannet.config.UserConfig;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A look over all secrets of a configuration at the start. Pure functions. */
final class SecretReview {
    private SecretReview() {}

    /** Returns the secret that takes longest to compare: what an unknown user's password is compared with. */
    static StoredSecret mostExpensive(Collection<KnownUser> users) {
        StoredSecret most = StoredSecret.of("");
        for (KnownUser user : users) {
            String configured = user.config().password();
            if (StoredSecret.isBcrypt(configured)) {
                StoredSecret secret = StoredSecret.of(configured);
                most = secret.cost() > most.cost() ? secret : most;
            }
        }
        return most;
    }

    /** Returns the lines for the log. A plain token is no reason for one, as in nats-server. */
    static List<String> warnings(List<UserConfig> users, @Nullable String token) {
        List<String> warnings = new ArrayList<>();
        if (users.stream().anyMatch(user -> !user.hasNkey() && !StoredSecret.isBcrypt(user.password()))) {
            warnings.add("Plaintext passwords detected, use nkeys or bcrypt");
        }
        for (UserConfig user : users) {
            if (isUnusable(user.password())) {
                warnings.add(unusable("password of user " + Quoted.of(user.name())));
            }
        }
        if (token != null && isUnusable(token)) {
            warnings.add(unusable("token"));
        }
        return List.copyOf(warnings);
    }

    private static boolean isUnusable(String configured) {
        return StoredSecret.isBcrypt(configured) && StoredSecret.of(configured) instanceof StoredSecret.Unusable;
    }

    private static String unusable(String secret) {
        return "The bcrypt hash of the " + secret + " is damaged or costs more than " + StoredSecret.Bcrypt.COST_MAX
                + ": no client can log in with it";
    }
}
