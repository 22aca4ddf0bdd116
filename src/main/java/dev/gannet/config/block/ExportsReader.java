package dev.gannet.config.block;

import dev.gannet.base.Quoted;
import dev.gannet.config.Durations;
import dev.gannet.config.conf.ConfNode;
import dev.gannet.config.conf.ConfPosition;
import dev.gannet.config.conf.ConfValue;
import dev.gannet.config.key.BlockArray;
import dev.gannet.config.key.KeyTable;
import dev.gannet.config.key.Problems;
import dev.gannet.config.key.Setting;
import dev.gannet.config.key.SettingException;
import dev.gannet.config.key.UnknownKey;
import dev.gannet.config.sharing.ExportConfig;
import dev.gannet.config.sharing.ExportConfig.Kind;
import dev.gannet.config.sharing.ExportConfig.Latency;
import dev.gannet.config.sharing.ExportConfig.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads {@code exports} of an account (CF-190). */
public final class ExportsReader {
    private static final BlockArray EXPORTS = BlockArray.ofTypes(
            "Exports should be an array, got ", "Export Items should be a map with type entry, got ");

    /** An {@link ExportConfig} while it is read. */
    private static final class ExportDraft {
        @Nullable
        Kind kind;

        String subject = "";
        List<String> accounts = List.of();

        @Nullable
        Response response;

        @Nullable
        Duration threshold;

        @Nullable
        Latency latency;

        int accountTokenPosition;

        boolean allowTrace;
        final List<String> ofServices = new ArrayList<>(); // What is wrong if it is no service.
    }

    private final LatencyReader latencies = new LatencyReader();
    private final KeyTable<ExportDraft> keys = new KeyTable<>(UnknownKey::field);

    public ExportsReader() {
        keys.key((setting, draft, problems) -> readKind(setting, Kind.STREAM, draft), "stream")
                .key((setting, draft, problems) -> readKind(setting, Kind.SERVICE, draft), "service")
                .key((setting, draft, problems) -> draft.accounts = accounts(setting), "accounts")
                .key((setting, draft, problems) -> readResponse(setting, draft), "response_type", "response")
                .key(
                        (setting, draft, problems) -> readThreshold(setting, draft),
                        "response_threshold",
                        "threshold",
                        "response_max_time",
                        "response_time")
                .key((setting, draft, problems) -> readLatency(setting, draft), "latency")
                .integer((draft, position) -> draft.accountTokenPosition = position, "account_token_position")
                .key((setting, draft, problems) -> readAllowTrace(setting, draft), "allow_trace");
    }

    public KeyTable<?> keys() {
        return keys;
    }

    public List<ExportConfig> read(Setting setting, Problems problems) throws SettingException {
        List<ExportConfig> exports = new ArrayList<>();
        EXPORTS.read(setting, problems, (node, block) -> {
            ExportConfig export = export(block, problems);
            if (export != null) {
                exports.add(export);
            }
        });
        return exports;
    }

    private @Nullable ExportConfig export(ConfValue.MapValue block, Problems problems) {
        ExportDraft draft = new ExportDraft();
        keys.read(block, draft, problems);
        Kind kind = draft.kind;
        if (kind == null) {
            return null;
        }
        if (kind == Kind.STREAM) {
            draft.ofServices.forEach(problems::error);
        }
        return new ExportConfig(
                kind,
                draft.subject,
                draft.accounts,
                draft.response == null ? Response.SINGLETON : draft.response,
                draft.threshold == null ? Duration.ZERO : draft.threshold,
                draft.latency,
                draft.accountTokenPosition,
                draft.allowTrace);
    }

    private static void readKind(Setting setting, Kind kind, ExportDraft draft) throws SettingException {
        String name = kind.name().toLowerCase(Locale.ROOT);
        if (draft.kind != null) {
            String other = kind == Kind.STREAM ? "service" : "stream";
            throw setting.fault(
                    "Detected " + name + " " + Quoted.of(setting.value().text()) + " but already saw a " + other);
        }
        if (!(setting.value() instanceof ConfValue.StringValue subject)) {
            throw setting.fault("Expected " + name + " name to be string, got "
                    + setting.value().typeName());
        }
        draft.kind = kind;
        draft.subject = subject.string();
    }

    private static List<String> accounts(Setting setting) throws SettingException {
        List<String> accounts = new ArrayList<>();
        for (ConfNode node : setting.array()) {
            accounts.add(new Setting(setting.key(), node).string());
        }
        return accounts;
    }

    private static void readResponse(Setting setting, ExportDraft draft) throws SettingException {
        if (draft.response != null) {
            throw setting.fault("Duplicate response type definition");
        }
        if (!(setting.value() instanceof ConfValue.StringValue text)) {
            throw setting.fault("Expected response type to be string, got "
                    + setting.value().typeName());
        }
        draft.response = switch (text.string().toLowerCase(Locale.ROOT)) {
            case "single", "singleton" -> Response.SINGLETON;
            case "stream" -> Response.STREAM;
            case "chunk", "chunked" -> Response.CHUNKED;
            default -> throw setting.fault("Unknown response type: " + Quoted.of(text.string()));
        };
        ofService(setting.position(), "response", draft);
    }

    private static void readThreshold(Setting setting, ExportDraft draft) throws SettingException {
        String fault = "Expected response threshold to be a parseable time duration, got ";
        if (draft.threshold != null) {
            throw setting.fault("Duplicate response threshold detected");
        }
        if (!(setting.value() instanceof ConfValue.StringValue text)) {
            throw setting.fault(fault + setting.value().typeName());
        }
        try {
            draft.threshold = Durations.parse(text.string());
        } catch (IllegalArgumentException e) {
            throw setting.fault(fault + Quoted.of(text.string()));
        }
        ofService(setting.position(), "response", draft);
    }

    private void readLatency(Setting setting, ExportDraft draft) throws SettingException {
        draft.latency = latencies.read(setting);
        ofService(setting.position(), "latency", draft);
    }

    private static void readAllowTrace(Setting setting, ExportDraft draft) throws SettingException {
        draft.allowTrace = setting.bool();
        ofService(setting.position(), "allow_trace", draft);
    }

    private static void ofService(ConfPosition position, String what, ExportDraft draft) {
        draft.ofServices.add(position + ": Detected " + what + " directive on non-service");
    }
}
