package dev.gannet.config.source;

import dev.gannet.base.Quoted;
import dev.gannet.config.ServerConfig;
import dev.gannet.config.block.JetStreamReader;
import dev.gannet.config.block.LoginReader;
import dev.gannet.config.block.PermissionsReader;
import dev.gannet.config.block.TlsReader;
import dev.gannet.config.block.UsersReader;
import dev.gannet.config.block.limit.LoginLimitsReader;
import dev.gannet.config.conf.ConfDigest;
import dev.gannet.config.conf.ConfException;
import dev.gannet.config.conf.ConfParser;
import dev.gannet.config.conf.ConfValue;
import dev.gannet.config.key.KeyTable;
import dev.gannet.config.key.Problems;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the settings of a server from {@code nats.conf}. Everything that is wrong with a file is told at once, in the
 * order of the file and in the reference server's words.
 *
 * <p>A key that the reference server knows and Gannet has not built yet is a line of {@link ReadConfig#notBuilt}, or an
 * error if the server would be open without it.
 */
public final class ServerConfigReader {
    private final ConfParser parser;
    private final PermissionsReader permissions = new PermissionsReader();
    private final UsersReader users = new UsersReader(permissions);
    private final LoginReader logins = new LoginReader(users, permissions);
    private final AccountsReader accounts = new AccountsReader(users, permissions);
    private final TlsReader tls = new TlsReader();
    private final FeatureKeys features = new FeatureKeys(logins, permissions, tls);
    private final KeyTable<Draft> serverKeys =
            ServerKeys.table(new AuthorizationReader(logins), accounts, tls, features);

    /** {@code environment} gives an environment variable's value, or null where there is none. */
    public ServerConfigReader(Function<String, @Nullable String> environment) {
        this.parser = new ConfParser(environment);
    }

    /** Reads a file and those that it includes. */
    public ReadConfig read(String file) {
        Draft draft = new Draft();
        Problems problems = new Problems();
        String digest = read(file, draft, problems);
        ServerConfig config = problems.errors().isEmpty() ? draft.toConfig() : ServerConfig.defaults();
        return new ReadConfig(config, digest, problems.errors(), problems.warnings(), problems.notBuilt());
    }

    /** Reads a file over what is in {@code draft}; returns its digest, or the empty text if it cannot be read. */
    public String read(String file, Draft draft, Problems problems) {
        try {
            ConfValue.MapValue values = parser.parseFile(file);
            if (values.nodes().isEmpty()) {
                problems.warn(file + ": config has no values or is empty");
            }
            serverKeys.read(values, draft, problems);
            checkCalloutAccounts(draft, problems);
            return ConfDigest.of(values);
        } catch (ConfException e) {
            problems.error(e.getMessage());
            return "";
        }
    }

    /** Accounts may stand behind the block that names them. */
    private static void checkCalloutAccounts(Draft draft, Problems problems) {
        if (draft.authCallout == null) {
            return;
        }
        for (String allowed : draft.authCallout.allowedAccounts()) {
            if (draft.accounts.stream().noneMatch(account -> account.name().equals(allowed))) {
                problems.error(
                        "auth_callout allowed account " + Quoted.of(allowed) + " not found in configured accounts");
            }
        }
    }

    /** Reads the host's settings over what is in {@code draft}. */
    public void read(HostSettings settings, Draft draft, Problems problems) {
        for (HostSettings.Document document : settings.documents()) {
            try {
                serverKeys.read(parser.parseText(document.text(), document.name()), draft, problems);
            } catch (ConfException e) {
                problems.error(document.name() + ": " + e.getMessage());
            }
        }
    }

    /** The names of the keys at the top of a file, the usual one of each. */
    public static List<String> keys() {
        return new ServerConfigReader(name -> null)
                .serverKeys.keys().stream().map(key -> key.names().get(0)).toList();
    }

    /** The tables of the keys of blocks that do nothing yet, by the name of the block. */
    Map<String, KeyTable<?>> blocks() {
        Map<String, KeyTable<?>> blocks = features.blocks();
        blocks.putAll(accounts.blocks());
        return blocks;
    }

    /** The tables of all keys, by the name of the block that they stand in. */
    Map<String, KeyTable<?>> tables() {
        Map<String, KeyTable<?>> tables = new LinkedHashMap<>();
        tables.put("server", serverKeys);
        tables.put("authorization", logins.keys());
        tables.put("users", users.keys());
        tables.put("users.limits", users.limitKeys());
        tables.put("permissions", permissions.permissionKeys());
        tables.put("permissions.publish", permissions.ruleKeys());
        tables.put("permissions.allow_responses", permissions.responseKeys());
        tables.put("accounts", accounts.accountKeys());
        tables.put("limits", accounts.limitKeys());
        tables.put("tls", tls.keys());
        tables.put("tls.certs", tls.pairKeys());
        tables.put("msg_trace", accounts.traceKeys());
        tables.put("ocsp_cache", features.ocsp().cacheKeys());
        tables.put("login_limits", new LoginLimitsReader().keys());
        JetStreamReader jetStream = features.jetStream();
        tables.put("jetstream", jetStream.keys());
        tables.put("jetstream.limits", jetStream.limitKeys());
        tables.put("jetstream.limits.batch", jetStream.batchKeys());
        tables.put("accounts.jetstream", accounts.jetStreamKeys());
        return tables;
    }
}
