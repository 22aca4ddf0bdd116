package dev.gannet.monitor.endpoint;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.gannet.account.AccountMappings;
import dev.gannet.config.AccountConfig;
import dev.gannet.config.ServerConfig;
import dev.gannet.config.sharing.AccountFeatures;
import dev.gannet.config.sharing.ExportConfig;
import dev.gannet.config.sharing.ExportConfig.Kind;
import dev.gannet.config.sharing.ExportConfig.Response;
import dev.gannet.config.sharing.ImportConfig;
import dev.gannet.config.sharing.MappingConfig;
import dev.gannet.monitor.json.OmitEmpty;
import dev.gannet.subject.Subjects;
import dev.gannet.subject.transform.SubjectMapping;
import dev.gannet.subject.transform.SubjectTransform;
import dev.gannet.subject.transform.TransformException;
import dev.gannet.subject.transform.WeightedDestination;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What {@code /accountz} shows of an account's exports, imports and mappings (MO-82 to MO-84), from the settings. */
final class AccountSharing {
    private static final String SERVICE = "service";
    private static final String STREAM = "stream";
    private static final String JET_STREAM = "$JS.API.>";
    private static final String JET_STREAM_INFO = "$JS.API.INFO";

    private final ServerConfig config;
    private final String account;
    private final @Nullable String system;
    private final AccountFeatures features;

    private final JetStream jetStream;

    /** Who has streams: nobody at all, accounts but not this one, or this one too. */
    enum JetStream {
        OFF,
        ON,
        OF_ACCOUNT
    }

    /** {@code system} is the name of the system account, or null without one. */
    AccountSharing(ServerConfig config, String account, @Nullable String system, JetStream jetStream) {
        this.config = config;
        this.account = account;
        this.system = system;
        this.jetStream = jetStream;
        this.features = features(account);
    }

    /** How long answers take is told on a subject; for so many of a hundred, or for those that ask by a header. */
    public record Latency(Object sampling, String results) {
        private static @Nullable Latency of(ExportConfig.@Nullable Latency latency) {
            if (latency == null) {
                return null;
            }
            boolean isByHeader = latency.samplingPercent() == ExportConfig.Latency.BY_HEADER;
            return new Latency(isByHeader ? "headers" : latency.samplingPercent(), latency.subject());
        }
    }

    /** What others may have. */
    public record Export(
            String subject,
            String type,
            @JsonProperty("response_type") @OmitEmpty String response,

            @JsonProperty("service_latency") @OmitEmpty @Nullable
            Latency latency,

            @JsonProperty("approved_accounts") @OmitEmpty List<String> accounts) {
        private static Export of(ExportConfig export) {
            boolean isService = export.kind() == Kind.SERVICE;
            return new Export(
                    export.subject(),
                    isService ? SERVICE : STREAM,
                    isService ? name(export.response()) : "",
                    Latency.of(export.latency()),
                    export.accounts());
        }

        private static Export ofSystem(String subject, Response response) {
            return new Export(subject, SERVICE, name(response), null, List.of());
        }

        private static String name(Response response) {
            return switch (response) {
                case SINGLETON -> "Singleton";
                case STREAM -> "Streamed";
                case CHUNKED -> "Chunked";
            };
        }
    }

    /** What comes from another account, or may be asked for there. */
    public record Import(
            String subject,
            String account,
            @OmitEmpty String to,
            @JsonProperty("local_subject") String localSubject,
            String type,
            boolean invalid,
            boolean share,
            boolean tracking,
            @OmitEmpty @Nullable Latency latency) {
        private static Import service(
                String subject, String account, String local, boolean share, @Nullable Latency latency) {
            return new Import(subject, account, local, local, SERVICE, false, share, false, latency);
        }
    }

    /** A destination of a mapping, with the weights of those before it. */
    public record Destination(
            String subject, int weight, @OmitEmpty String cluster) {}

    private AccountFeatures features(String name) {
        return config.accounts().stream()
                .filter(configured -> configured.name().equals(name))
                .map(AccountConfig::features)
                .findFirst()
                .orElse(AccountFeatures.NONE);
    }

    List<Export> exports() {
        List<Export> exports = new ArrayList<>();
        features.exports().forEach(export -> exports.add(Export.of(export)));
        if (account.equals(system)) {
            exports.add(Export.ofSystem("$SYS.REQ.USER.*.INFO", Response.SINGLETON));
            exports.add(Export.ofSystem("$SYS.REQ.ACCOUNT.*.CONNZ", Response.STREAM));
            exports.add(Export.ofSystem("$SYS.REQ.ACCOUNT.*.STATZ", Response.STREAM));
            exports.add(Export.ofSystem("$SYS.DEBUG.SUBSCRIBERS", Response.SINGLETON));
            if (jetStream != JetStream.OFF) {
                exports.add(Export.ofSystem(JET_STREAM, Response.SINGLETON));
            }
        }
        return exports;
    }

    /** Streams come first; every account has something of the system account. */
    List<Import> imports() {
        List<Import> imports = new ArrayList<>();
        features.imports().stream()
                .filter(read -> read.kind() == Kind.STREAM)
                .forEach(read -> imports.add(stream(read)));
        if (system != null) {
            imports.add(Import.service("$SYS.REQ.USER." + account + ".INFO", system, "$SYS.REQ.USER.INFO", true, null));
            if (!account.equals(system)) {
                String own = "$SYS.REQ.ACCOUNT." + account;
                imports.add(Import.service(own + ".CONNZ", system, "$SYS.REQ.ACCOUNT.PING.CONNZ", false, null));
                imports.add(Import.service(own + ".CONNZ", system, "$SYS.REQ.SERVER.PING.CONNZ", false, null));
                imports.add(Import.service(own + ".STATZ", system, "$SYS.REQ.ACCOUNT.PING.STATZ", false, null));
                if (asksForStreams()) {
                    imports.add(Import.service(JET_STREAM, system, JET_STREAM, true, null));
                }
            }
        }
        features.imports().stream()
                .filter(read -> read.kind() == Kind.SERVICE)
                .forEach(read -> imports.add(service(read)));
        return imports;
    }

    /** Also without streams of its own it is told so, unless it asks another account. */
    private boolean asksForStreams() {
        return switch (jetStream) {
            case OFF -> false;
            case OF_ACCOUNT -> true;
            case ON ->
                features.imports().stream()
                        .filter(read -> read.kind() == Kind.SERVICE)
                        .noneMatch(read ->
                                Subjects.isSubset(JET_STREAM_INFO, service(read).localSubject()));
        };
    }

    private static Import stream(ImportConfig read) {
        String to = read.to().isEmpty() ? read.subject() : read.to();
        String prefix = read.prefix();
        String local = prefix.isEmpty() ? to : prefix + (prefix.endsWith(".") ? "" : ".") + read.subject();
        return new Import(
                read.subject(),
                read.account(),
                "",
                SubjectTransform.sourceOf(local),
                STREAM,
                false,
                false,
                false,
                null);
    }

    private Import service(ImportConfig read) {
        String local = SubjectTransform.sourceOf(read.to());
        return Import.service(read.subject(), read.account(), local, read.share(), latency(read));
    }

    /** Those of the export of just this subject, or else of the first that covers it. */
    private @Nullable Latency latency(ImportConfig read) {
        @Nullable ExportConfig found = null;
        for (ExportConfig export : features(read.account()).exports()) {
            if (export.kind() == Kind.SERVICE && export.subject().equals(read.subject())) {
                return Latency.of(export.latency());
            }
            boolean covers = export.kind() == Kind.SERVICE && Subjects.isSubset(read.subject(), export.subject());
            found = found == null && covers ? export : found;
        }
        return found == null ? null : Latency.of(found.latency());
    }

    /** By their sources. */
    Map<String, List<Destination>> mappings() {
        Map<String, List<Destination>> mappings = new TreeMap<>();
        new AccountMappings(config, account, system)
                .all()
                .forEach(mapping -> mappings.put(mapping.subject(), destinations(mapping)));
        return mappings;
    }

    private static List<Destination> destinations(MappingConfig mapping) {
        List<WeightedDestination> destinations = mapping.destinations().stream()
                .map(to -> new WeightedDestination(to.subject(), to.weight(), to.cluster()))
                .toList();
        try {
            return SubjectMapping.of(mapping.subject(), destinations, "").shown().stream()
                    .map(shown -> new Destination(shown.subject(), shown.weight(), shown.cluster()))
                    .toList();
        } catch (TransformException e) {
            throw new IllegalStateException("mapping of " + mapping.subject() + ": " + e.getMessage(), e);
        }
    }
}
