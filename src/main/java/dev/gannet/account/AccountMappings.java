package dev.gannet.account;

import dev.gannet.config.AccountConfig;
import dev.gannet.config.ServerConfig;
import dev.gannet.config.feature.JetStreamConfig;
import dev.gannet.config.sharing.MappingConfig;
import dev.gannet.config.sharing.MappingConfig.Destination;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the messages of one account go instead, by the settings in force: as they say themselves, and from the subjects
 * that name the server's JetStream domain to those that name none (JA-72, JA-75), or the other way round where the
 * streams are another server's (JA-74). Immutable.
 */
public final class AccountMappings {
    private static final String API = "$JS.API.";

    /** What can be asked for in a domain; the last two are there so that clients need one prefix for all. */
    private static final List<String> ASKED = List.of(
            API + "INFO",
            API + "STREAM.>",
            API + "CONSUMER.>",
            API + "DIRECT.>",
            API + "META.>",
            API + "SERVER.>",
            API + "ACCOUNT.>",
            "$KV.>",
            "$OBJ.>");

    private final ServerConfig config;
    private final String account;
    private final @Nullable String system;

    /** @param system the name of the system account, or null without one */
    public AccountMappings(ServerConfig config, String account, @Nullable String system) {
        this.config = config;
        this.account = account;
        this.system = system;
    }

    /** Returns them all, in the order in which they are looked at. What the settings say comes before the domain. */
    public List<MappingConfig> all() {
        Map<String, MappingConfig> bySubject = new LinkedHashMap<>();
        for (AccountConfig configured : config.accounts()) {
            if (configured.name().equals(account)) {
                configured.features().mappings().forEach(mapping -> bySubject.put(mapping.subject(), mapping));
            }
        }
        if (account.equals(Account.GLOBAL)) {
            config.features().mappings().forEach(mapping -> bySubject.put(mapping.subject(), mapping));
        }
        ofDomain().forEach(mapping -> bySubject.putIfAbsent(mapping.subject(), mapping));
        return new ArrayList<>(bySubject.values());
    }

    /** Accounts without streams have them too: there they lead to who says so. */
    private List<MappingConfig> ofDomain() {
        JetStreamConfig jetStream = config.features().jetStream();
        if (!jetStream.isOn() || jetStream.domain().isEmpty()) {
            return ofDefaultDomain();
        }
        String prefix = prefix(jetStream.domain());
        if (account.equals(system)) {
            return List.of(mapping(prefix + ">", API + ">"));
        }
        return ASKED.stream()
                .map(plain -> mapping(inDomain(prefix, plain), plain))
                .toList();
    }

    /** Who names no domain means this one. An account that has streams here means those: the start says no to both. */
    private List<MappingConfig> ofDefaultDomain() {
        String domain = config.features().defaultJetStreamDomains().getOrDefault(account, "");
        if (domain.isEmpty()) {
            return List.of();
        }
        return ASKED.stream()
                .map(plain -> mapping(plain, inDomain(prefix(domain), plain)))
                .toList();
    }

    private static String prefix(String domain) {
        return "$JS." + domain + ".API.";
    }

    private static String inDomain(String prefix, String plain) {
        return prefix + (plain.startsWith(API) ? plain.substring(API.length()) : plain);
    }

    private static MappingConfig mapping(String from, String to) {
        return new MappingConfig(from, List.of(new Destination(to, MappingConfig.WEIGHT_MAX, "")));
    }
}
