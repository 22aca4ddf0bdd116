package dev.gannet.config;

import dev.gannet.base.Quoted;
import dev.gannet.config.feature.FeatureChecks;
import dev.gannet.config.feature.TrustConfig;
import dev.gannet.config.peer.PeerChecks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What settings must fulfil together before a server starts with them, in the order and with the texts of the
 * reference server. A record's own checks are in the record; a file that is only tested is not asked these.
 */
final class StartChecks {
    private static final String GLOBAL_ACCOUNT = "$G";
    private static final Set<String> CONNECTION_TYPES =
            Set.of("STANDARD", "WEBSOCKET", "LEAFNODE", "LEAFNODE_WS", "MQTT", "MQTT_WS", "IN_PROCESS");

    private final ServerConfig config;
    private final List<String> problems = new ArrayList<>();

    StartChecks(ServerConfig config) {
        this.config = config;
    }

    List<String> problems() {
        checkNumbers();
        checkServerName();
        checkAdvertise();
        checkTrust();
        problems.addAll(new PeerChecks(config).leafNodeProblems());
        for (UserConfig user : allUsers()) {
            checkConnectionTypes(user);
            checkPermissions(user);
        }
        noAuthUserProblem(config.authorization().noAuthUser()).ifPresent(problems::add);
        problems.addAll(new PeerChecks(config).clusterProblems());
        problems.addAll(new FeatureChecks(config).problems());
        checkSystemAccount();
        checkOcspPeer();
        return List.copyOf(problems);
    }

    private void checkNumbers() {
        LameDuckConfig lameDuck = config.lameDuck();
        if (!lameDuck.duration().isZero() && lameDuck.gracePeriod().compareTo(lameDuck.duration()) >= 0) {
            problems.add("lame duck grace period (" + Durations.format(lameDuck.gracePeriod())
                    + ") should be strictly lower than lame duck duration (" + Durations.format(lameDuck.duration())
                    + ")");
        }
        LimitsConfig limits = config.limits();
        if (limits.maxPayloadBytes() > limits.maxPendingBytes()) {
            problems.add("max_payload (" + limits.maxPayloadBytes() + ") cannot be higher than max_pending ("
                    + limits.maxPendingBytes() + ")");
        }
    }

    private void checkServerName() {
        if (config.serverName() != null && config.serverName().contains(" ")) {
            problems.add("server name cannot contain spaces");
        }
    }

    private void checkAdvertise() {
        String advertise = config.client().advertise();
        if (advertise == null || advertise.isEmpty()) {
            return;
        }
        try {
            Advertise.parse(advertise, ListenConfig.DEFAULT_PORT);
        } catch (IllegalArgumentException e) {
            problems.add(
                    "Error setting server INFO with ClientAdvertise value of " + advertise + ", err=" + e.getMessage());
        }
    }

    private void checkTrust() {
        TrustConfig trust = config.features().trust();
        if (!trust.defaultSentinel().isEmpty() && trust.operators().isEmpty()) {
            problems.add("default sentinel requires operators and accounts");
        }
    }

    private void checkConnectionTypes(UserConfig user) {
        for (String type : user.allowedConnectionTypes()) {
            if (!CONNECTION_TYPES.contains(type)) {
                problems.add("unknown connection type " + Quoted.of(type));
            }
        }
    }

    private void checkPermissions(UserConfig user) {
        PermissionsConfig permissions = user.permissions();
        if (permissions == null) {
            return;
        }
        checkRules(user, "publish", permissions.publish(), false);
        checkRules(user, "subscribe", permissions.subscribe(), true);
    }

    private void checkRules(UserConfig user, String what, @Nullable SubjectRules rules, boolean mayHaveQueue) {
        if (rules == null) {
            return;
        }
        List<String> allow = rules.allow() == null ? List.of() : rules.allow();
        Stream.concat(
                        PermissionSubjects.problem(allow, mayHaveQueue).map(text -> "allow: " + text).stream(),
                        PermissionSubjects.problem(rules.deny(), mayHaveQueue).map(text -> "deny: " + text).stream())
                .map(text -> "invalid permissions for " + user.describe() + ": " + what + " " + text)
                .forEach(problems::add);
    }

    /** Returns what is wrong with clients becoming the user of this name; nothing if there is no name. */
    Optional<String> noAuthUserProblem(@Nullable String name) {
        if (name == null || name.isEmpty()) {
            return Optional.empty();
        }
        List<UserConfig> users = allUsers();
        if (users.isEmpty()) {
            return Optional.of("no_auth_user: \"" + name + "\" present, but users/nkeys are not defined");
        }
        if (users.stream().noneMatch(user -> user.name().equals(name))) {
            return Optional.of("no_auth_user: \"" + name
                    + "\" not present as user or nkey in authorization block or account configuration");
        }
        return Optional.empty();
    }

    private void checkSystemAccount() {
        String name = config.systemAccount();
        boolean known = name == null
                || name.equals(GLOBAL_ACCOUNT)
                || config.accounts().stream().anyMatch(account -> account.name().equals(name));
        if (!known) {
            problems.add("error resolving system account: account missing");
        }
    }

    private void checkOcspPeer() {
        TlsConfig tls = config.tls();
        if (tls != null && tls.ocspPeer() != null && !tls.verifiesClients()) {
            problems.add("OCSP peer verification for client connections requires TLS verify (mTLS) to be enabled");
        }
    }

    private List<UserConfig> allUsers() {
        return Stream.concat(
                        config.authorization().users().stream(),
                        config.accounts().stream().flatMap(account -> account.users().stream()))
                .toList();
    }
}
