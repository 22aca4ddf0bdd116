package dev.gannet.config.feature;

import dev.gannet.base.Quoted;
import dev.gannet.config.AccountConfig;
import dev.gannet.config.ServerConfig;
import dev.gannet.config.peer.ClusterConfig;
import dev.gannet.config.peer.PeerUrl;
import dev.gannet.subject.Subjects;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What settings of capabilities must fulfil together with all others before a server starts with them, with the texts of
 * the reference server (CF-152, CF-153, CF-159, CF-171).
 */
public final class FeatureChecks {
    private static final Set<String> RESERVED_HEADERS =
            Set.of("host", "content-length", "connection", "upgrade", "nats-no-masking");
    private static final Set<String> HINTS = Set.of("", "will_extend", "no_extend");
    private static final String GLOBAL_ACCOUNT = "$G";
    private static final String SYSTEM_ACCOUNT = "$SYS";

    private final ServerConfig config;
    private final FeaturesConfig features;
    private final boolean hasUsers;
    private final List<String> problems = new ArrayList<>();

    public FeatureChecks(ServerConfig config) {
        this.config = config;
        this.features = config.features();
        this.hasUsers = !config.authorization().users().isEmpty()
                || config.accounts().stream()
                        .anyMatch(account -> !account.users().isEmpty());
    }

    public List<String> problems() {
        checkMqtt(features.mqtt());
        checkDomains();
        checkJetStream(features.jetStream(), features.cluster());
        checkWebSocket(features.webSocket());
        return List.copyOf(problems);
    }

    private void checkMqtt(MqttConfig mqtt) {
        if (!mqtt.isOn()) {
            return;
        }
        boolean isAlone = !features.cluster().isOn() && features.gateway().listen() == null;
        if (config.serverName() == null && !isAlone) {
            problems.add("mqtt requires server name to be explicitly set");
        }
        checkLogin(mqtt.login(), "mqtt");
        if (!features.jetStream().isOn() && isAlone && !features.leafNodes().isOn()) {
            problems.add("mqtt requires JetStream to be enabled if running in standalone mode");
        }
    }

    private void checkLogin(ExtraLogin login, String what) {
        Optional<String> unknown = config.noAuthUserProblem(login.noAuthUser());
        unknown.ifPresent(problems::add);
        if (hasUsers && !login.user().isEmpty()) {
            problems.add(what + " authentication username not compatible with presence of users/nkeys");
        }
        if (hasUsers && !login.token().isEmpty()) {
            problems.add(what + " authentication token not compatible with presence of users/nkeys");
        }
    }

    private void checkDomains() {
        for (Map.Entry<String, String> entry :
                features.defaultJetStreamDomains().entrySet()) {
            checkDomain(entry.getKey(), entry.getValue());
        }
    }

    private void checkDomain(String account, String domain) {
        Optional<AccountConfig> known = config.accounts().stream()
                .filter(each -> each.name().equals(account))
                .findFirst();
        if (known.isPresent() && known.get().features().jetStream() != null && !domain.isEmpty()) {
            problems.add("default_js_domain contains account name " + Quoted.of(account) + " with enabled JetStream");
        } else if (known.isEmpty() && !account.equals(GLOBAL_ACCOUNT)) {
            problems.add(
                    "in non operator mode, `default_js_domain` references non existing account " + Quoted.of(account));
        } else if (account.equals(config.systemAccount() == null ? SYSTEM_ACCOUNT : config.systemAccount())) {
            problems.add("system account " + Quoted.of(account) + " can not be in default_js_domain");
        } else if (!domain.isEmpty() && !Subjects.isValidConfigured(api(domain))) {
            problems.add("default_js_domain contains account " + Quoted.of(account) + " with invalid domain name "
                    + Quoted.of(domain));
        }
    }

    private void checkJetStream(JetStreamConfig jetStream, ClusterConfig cluster) {
        String domain = jetStream.domain();
        if (!domain.isEmpty() && !Subjects.isValidConfigured(api(domain))) {
            problems.add("invalid domain name: derived " + Quoted.of(api(domain)) + " is not a valid subject");
        } else if (domain.contains(".") || domain.contains("*") || domain.contains(">")) {
            problems.add("invalid domain name: may not contain ., * or >");
        }
        if (!jetStream.isOn() || !cluster.isOn()) {
            return;
        }
        if (config.serverName() == null) {
            problems.add("jetstream cluster requires `server_name` to be set");
        }
        if (cluster.name() == null && features.gateway().name().isEmpty()) {
            problems.add("jetstream cluster requires `cluster.name` to be set");
        }
        String hint = jetStream.extensionHint().toLowerCase(Locale.ROOT);
        if (!HINTS.contains(hint)) {
            problems.add("expected 'no_extend' for string value, got '" + hint + "'");
        }
        if (jetStream.queues().catchupBytes() < 0) {
            problems.add("jetstream max catchup cannot be negative");
        }
    }

    private static String api(String domain) {
        return "$JS." + domain + ".API.>";
    }

    private void checkWebSocket(WebSocketConfig webSocket) {
        if (!webSocket.isOn()) {
            return;
        }
        if (webSocket.tls() == null && !webSocket.noTls()) {
            problems.add("websocket requires TLS configuration");
        }
        webSocket.origins().allowed().forEach(this::checkOrigin);
        checkLogin(webSocket.login(), "websocket");
        String cookie = webSocket.cookies().jwt();
        boolean trusts = !features.trust().operators().isEmpty()
                || !features.trust().keys().isEmpty();
        if (!cookie.isEmpty() && !trusts) {
            problems.add(
                    "trusted operators or trusted keys configuration is required for JWT authentication via cookie "
                            + Quoted.of(cookie));
        }
        webSocket.headers().keySet().forEach(this::checkHeader);
    }

    private void checkOrigin(String origin) {
        String fault = "unable to parse allowed origin";
        PeerUrl url;
        try {
            url = PeerUrl.parse(origin);
        } catch (IllegalArgumentException e) {
            problems.add(fault + ": " + e.getMessage());
            return;
        }
        if (url.scheme().isEmpty() && !origin.startsWith("/")) {
            problems.add(fault + ": parse " + Quoted.of(origin) + ": invalid URI for request");
        } else if (!url.scheme().equals("http") && !url.scheme().equals("https")) {
            problems.add(fault + " " + Quoted.of(origin)
                    + ": allowed origins must be absolute URLs with http or https scheme");
        } else if (url.host().isEmpty() && url.port().isEmpty()) {
            problems.add(fault + " " + Quoted.of(origin) + ": host is required");
        }
    }

    private void checkHeader(String header) {
        String name = header.toLowerCase(Locale.ROOT);
        if (RESERVED_HEADERS.contains(name)) {
            problems.add("websocket: invalid header " + Quoted.of(header) + " not allowed");
        } else if (name.startsWith("sec-websocket-")) {
            problems.add("websocket: invalid header " + Quoted.of(header) + ", \"Sec-WebSocket-\" prefix not allowed");
        }
    }
}
