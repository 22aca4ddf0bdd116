package dev.gannet.config.block;

import dev.gannet.base.Quoted;
import dev.gannet.config.CertificateFiles;
import dev.gannet.config.Durations;
import dev.gannet.config.TlsConfig;
import dev.gannet.config.TlsConfig.HandshakeFirst;
import dev.gannet.config.conf.ConfNode;
import dev.gannet.config.conf.ConfPosition;
import dev.gannet.config.conf.ConfValue;
import dev.gannet.config.key.KeyTable;
import dev.gannet.config.key.Problems;
import dev.gannet.config.key.Seconds;
import dev.gannet.config.key.Setting;
import dev.gannet.config.key.SettingException;
import dev.gannet.config.key.UnknownKey;
import dev.gannet.config.tls.CipherSuites;
import dev.gannet.config.tls.Curves;
import dev.gannet.config.tls.TlsFileException;
import dev.gannet.config.tls.TlsMaterial;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a block {@code tls}: that of clients, and those inside {@code cluster}, {@code gateway}, {@code leafnodes} and so
 * on (CF-195..208). The files that it names are looked into, so that what is wrong with them is known at once.
 */
public final class TlsReader {
    private static final String HASH = "hex-encoded sha256 of DER encoded SubjectPublicKeyInfo";
    private static final Pattern KEY_HASH = Pattern.compile("[0-9a-f]{64}");
    private static final Duration AUTO_FALLBACK = Duration.ofMillis(50); // CP-21

    /** On which side of connections a block stands. */
    public enum Side {
        /** Clients connect: there are no URLs that a certificate could be compared with. */
        CLIENTS,

        /** Servers connect to each other. */
        SERVERS
    }

    /** The block while it is read. */
    private static final class TlsDraft {
        final Side side;
        final TlsConfig.Builder config = TlsConfig.builder();
        String certFile = "";
        String keyFile = "";
        boolean verifies;
        boolean maps;
        boolean checksKnownUrls;
        List<String> cipherSuites = List.of();
        boolean allowsInsecure;

        @Nullable
        List<CertificateFiles> pairs;

        TlsDraft(Side side) {
            this.side = side;
        }
    }

    private final KeyTable<TlsDraft> keys = new KeyTable<>(UnknownKey::tls);
    private final KeyTable<String[]> pairKeys = new KeyTable<>(UnknownKey::tlsCertificates);

    public TlsReader() {
        addFiles();
        addVerification();
        addProtocol();
        addHandshake();
        addNotBuilt();
        pairKeys.key((setting, pair, problems) -> pair[0] = pairFile(setting), "cert_file")
                .key((setting, pair, problems) -> pair[1] = pairFile(setting), "key_file");
    }

    public KeyTable<?> keys() {
        return keys;
    }

    public KeyTable<?> pairKeys() {
        return pairKeys;
    }

    /** Returns what the block says, or null if it says something that is wrong. */
    public @Nullable TlsConfig read(Setting setting, Side side, Problems problems) throws SettingException {
        int errorsBefore = problems.errors().size();
        TlsDraft draft = new TlsDraft(side);
        keys.read(setting.map(), draft, problems);
        if (problems.errors().size() > errorsBefore) {
            return null;
        }
        requireSecureSuites(setting, draft);
        TlsConfig config = draft.config
                .certificates(certificates(setting, draft))
                .verifiesClients(draft.verifies || draft.maps || draft.checksKnownUrls)
                .mapsUsers(draft.maps)
                .checksKnownUrls(draft.checksKnownUrls)
                .cipherSuites(draft.cipherSuites)
                .build();
        try {
            TlsMaterial.load(config);
        } catch (TlsFileException e) {
            throw setting.fault(e.getMessage());
        }
        return config;
    }

    private void addFiles() {
        keys.key((setting, draft, problems) -> draft.certFile = file(setting, "cert_file"), "cert_file")
                .key((setting, draft, problems) -> draft.keyFile = file(setting, "key_file"), "key_file")
                .key((setting, draft, problems) -> draft.config.caFile(orNull(file(setting, "ca_file"))), "ca_file")
                .key((setting, draft, problems) -> draft.pairs = pairs(setting, problems), "certs", "certificates");
    }

    private void addVerification() {
        keys.key((setting, draft, problems) -> draft.config.isInsecure(bool(setting)), "insecure")
                .key((setting, draft, problems) -> draft.verifies = bool(setting), "verify")
                .key((setting, draft, problems) -> draft.maps = bool(setting), "verify_and_map")
                .key(TlsReader::readCheckKnownUrls, "verify_cert_and_check_known_urls")
                .key((setting, draft, problems) -> draft.config.pinnedCerts(hashes(setting)), "pinned_certs")
                .key((setting, draft, problems) -> draft.config.ocspPeer(OcspPeerReader.read(setting)), "ocsp_peer");
    }

    private void addProtocol() {
        keys.key((setting, draft, problems) -> draft.allowsInsecure = bool(setting), "allow_insecure_cipher_suites")
                .key((setting, draft, problems) -> draft.cipherSuites = suites(setting, problems), "cipher_suites")
                .key(
                        (setting, draft, problems) -> draft.config.curvePreferences(curves(setting, problems)),
                        "curve_preferences")
                .key((setting, draft, problems) -> draft.config.minVersion(minVersion(setting)), "min_version");
    }

    private void addHandshake() {
        keys.key((setting, draft, problems) -> draft.config.timeout(timeout(setting)), "timeout")
                .key(
                        (setting, draft, problems) -> draft.config.connectionRateLimit(rateLimit(setting)),
                        "connection_rate_limit")
                .key(
                        (setting, draft, problems) -> draft.config.handshakeFirst(handshakeFirst(setting)),
                        "handshake_first",
                        "first",
                        "immediate");
    }

    private void addNotBuilt() {
        CertStoreKeys.addTo(keys);
    }

    private static String file(Setting setting, String key) throws SettingException {
        if (setting.value() instanceof ConfValue.StringValue text) {
            return text.string();
        }
        throw setting.fault("error parsing tls config, expected '" + key + "' to be filename");
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static boolean bool(Setting setting) throws SettingException {
        if (setting.value() instanceof ConfValue.BooleanValue value) {
            return value.bool();
        }
        throw setting.fault(
                "error parsing tls config, expected '" + setting.key().toLowerCase(Locale.ROOT) + "' to be a boolean");
    }

    private static void readCheckKnownUrls(Setting setting, TlsDraft draft, Problems problems) throws SettingException {
        draft.checksKnownUrls = bool(setting);
        if (draft.checksKnownUrls && draft.side == Side.CLIENTS) {
            throw setting.fault("verify_cert_and_check_known_urls not supported in this context");
        }
    }

    private static String text(Setting setting, ConfNode node) throws SettingException {
        if (node.value() instanceof ConfValue.StringValue text) {
            return text.string();
        }
        throw new SettingException(
                node.position() + ": error parsing tls config, '" + setting.key() + "' has an entry that is no text");
    }

    private static List<ConfNode> list(Setting setting, String orElse) throws SettingException {
        if (setting.value() instanceof ConfValue.ArrayValue array) {
            return array.nodes();
        }
        throw setting.fault(orElse);
    }

    private static List<ConfNode> names(Setting setting) throws SettingException {
        List<ConfNode> nodes = list(setting, "error parsing tls config, expected '" + setting.key() + "' to be a list");
        if (nodes.isEmpty()) {
            throw setting.fault("error parsing tls config, '" + setting.key() + "' cannot be empty");
        }
        return nodes;
    }

    private static Set<String> hashes(Setting setting) throws SettingException {
        Set<String> hashes = new LinkedHashSet<>();
        String expected = "error parsing tls config, expected 'pinned_certs' to be a list of " + HASH;
        for (ConfNode node : list(setting, expected)) {
            String hash = text(setting, node).toLowerCase(Locale.ROOT);
            if (!KEY_HASH.matcher(hash).matches()) {
                throw new SettingException(node.position() + ": error parsing tls config, 'pinned_certs' key " + hash
                        + " does not look like " + HASH);
            }
            hashes.add(hash);
        }
        return hashes;
    }

    private static List<String> suites(Setting setting, Problems problems) throws SettingException {
        List<String> suites = new ArrayList<>();
        for (ConfNode node : names(setting)) {
            String name = text(setting, node);
            if (!CipherSuites.isKnown(name)) {
                throw new SettingException(node.position() + ": unrecognized cipher " + name);
            }
            if (CipherSuites.isGone(name)) {
                problems.note(node.position(), Quoted.of(name) + " is in no JVM any more; it has no effect");
            }
            suites.add(name);
        }
        return suites;
    }

    private static void requireSecureSuites(Setting setting, TlsDraft draft) throws SettingException {
        List<String> insecure =
                draft.cipherSuites.stream().filter(CipherSuites::isInsecure).toList();
        if (!insecure.isEmpty() && !draft.allowsInsecure) {
            throw setting.fault("insecure cipher suites configured without 'allow_insecure_cipher_suites' option set: "
                    + String.join(", ", insecure));
        }
    }

    private static List<String> curves(Setting setting, Problems problems) throws SettingException {
        List<String> curves = new ArrayList<>();
        for (ConfNode node : names(setting)) {
            String name = text(setting, node);
            if (!Curves.isKnown(name)) {
                throw new SettingException(node.position() + ": unrecognized curve preference " + name);
            }
            if (Curves.isHybrid(name)) {
                problems.note(node.position(), Quoted.of(name) + " is used if the JVM has it, else the others are");
            }
            curves.add(name);
        }
        return curves;
    }

    private static String minVersion(Setting setting) throws SettingException {
        if (!(setting.value() instanceof ConfValue.StringValue text)) {
            throw setting.fault("error parsing tls config: 'min_version' wrong type: "
                    + setting.value().text());
        }
        return switch (text.string()) {
            case "1.2", "1.3" -> text.string();
            case "1.0", "1.1" ->
                throw setting.fault("error parsing tls config: unsupported TLS version: TLS " + text.string());
            default -> throw setting.fault("error parsing tls config: unknown version: " + text.string());
        };
    }

    /** Zero is the default here, as everywhere. */
    private static Duration timeout(Setting setting) throws SettingException {
        BigDecimal seconds = Seconds.of(setting, "tls");
        if (seconds.signum() < 0) {
            throw setting.fault("error parsing tls config, 'timeout' needs to be positive");
        }
        return seconds.signum() == 0 ? TlsConfig.DEFAULT_TIMEOUT : Seconds.toDuration(seconds);
    }

    private static long rateLimit(Setting setting) throws SettingException {
        if (setting.value() instanceof ConfValue.IntegerValue value) {
            return Math.max(0, value.integer());
        }
        throw setting.fault("error parsing tls config, 'connection_rate_limit' wrong type");
    }

    private static HandshakeFirst handshakeFirst(Setting setting) throws SettingException {
        if (setting.value() instanceof ConfValue.BooleanValue value) {
            return new HandshakeFirst(value.bool(), Duration.ZERO);
        }
        if (!(setting.value() instanceof ConfValue.StringValue text)) {
            throw setting.fault("field " + Quoted.of(setting.key()) + " should be a boolean or a string, got "
                    + setting.value().typeName());
        }
        return switch (text.string().toLowerCase(Locale.ROOT)) {
            case "true", "on" -> new HandshakeFirst(true, Duration.ZERO);
            case "false", "off" -> HandshakeFirst.OFF;
            case "auto", "auto_fallback" -> new HandshakeFirst(true, AUTO_FALLBACK);
            default -> new HandshakeFirst(true, fallback(setting, text.string()));
        };
    }

    private static Duration fallback(Setting setting, String text) throws SettingException {
        try {
            Duration fallback = Durations.parse(text);
            return fallback.isNegative() ? Duration.ZERO : fallback;
        } catch (IllegalArgumentException e) {
            throw setting.fault("field " + Quoted.of(setting.key()) + "'s value " + Quoted.of(text) + " is invalid");
        }
    }

    private List<CertificateFiles> pairs(Setting setting, Problems problems) throws SettingException {
        List<CertificateFiles> pairs = new ArrayList<>();
        for (ConfNode node : list(setting, unsupported(setting.value()))) {
            if (!(node.value() instanceof ConfValue.MapValue block)) {
                throw new SettingException(node.position() + ": " + unsupported(node.value()));
            }
            String[] pair = {"", ""};
            int errorsBefore = problems.errors().size();
            pairKeys.read(block, pair, problems);
            if (problems.errors().size() > errorsBefore) {
                continue;
            }
            if (pair[0].isEmpty() || pair[1].isEmpty()) {
                ConfPosition last = block.lastPosition(node.position());
                throw new SettingException(last + ": error parsing certificates config: both 'cert_file' and"
                        + " 'cert_key' options are required");
            }
            pairs.add(new CertificateFiles(pair[0], pair[1]));
        }
        return pairs;
    }

    private static String pairFile(Setting setting) throws SettingException {
        if (setting.value() instanceof ConfValue.StringValue text) {
            return text.string();
        }
        throw setting.fault(unsupported(setting.value()));
    }

    private static String unsupported(ConfValue value) {
        return "error parsing certificates config: unsupported type " + value.typeName();
    }

    private static List<CertificateFiles> certificates(Setting setting, TlsDraft draft) throws SettingException {
        List<CertificateFiles> pairs = draft.pairs == null ? List.of() : draft.pairs;
        if (!pairs.isEmpty() && !draft.certFile.isEmpty()) {
            throw setting.fault("error parsing tls config, cannot combine 'cert_file' option with 'certs' option");
        }
        if (draft.certFile.isEmpty() && draft.keyFile.isEmpty()) {
            return pairs;
        }
        try {
            return List.of(new CertificateFiles(draft.certFile, draft.keyFile));
        } catch (IllegalArgumentException e) {
            throw setting.fault(String.valueOf(e.getMessage()));
        }
    }
}
