package dev.gannet.config.block;

import dev.gannet.base.Quoted;
import dev.gannet.config.conf.ConfPosition;
import dev.gannet.config.conf.ConfValue;
import dev.gannet.config.key.BlockArray;
import dev.gannet.config.key.KeyTable;
import dev.gannet.config.key.Problems;
import dev.gannet.config.key.Setting;
import dev.gannet.config.key.SettingException;
import dev.gannet.config.key.UnknownKey;
import dev.gannet.config.sharing.ExportConfig.Kind;
import dev.gannet.config.sharing.ImportConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads {@code imports} of an account (CF-191). */
public final class ImportsReader {
    private static final BlockArray IMPORTS = BlockArray.ofTypes(
            "Imports should be an array, got ", "Import Items should be a map with type entry, got ");

    /** An {@link ImportConfig} while it is read. */
    private static final class ImportDraft {
        @Nullable
        Kind kind;

        String account = "";
        String subject = "";
        String to = "";

        @Nullable
        ConfPosition toPosition;

        String prefix = "";
        boolean share;
        boolean allowTrace;

        @Nullable
        ConfPosition allowTracePosition;
    }

    private final KeyTable<ImportDraft> keys = new KeyTable<>(UnknownKey::field);
    private final KeyTable<ImportDraft> sourceKeys = new KeyTable<>(UnknownKey::field);

    public ImportsReader() {
        keys.key((setting, draft, problems) -> readSource(setting, Kind.STREAM, draft, problems), "stream")
                .key((setting, draft, problems) -> readSource(setting, Kind.SERVICE, draft, problems), "service")
                .string((draft, prefix) -> draft.prefix = prefix, "prefix")
                .key((setting, draft, problems) -> readTo(setting, draft), "to")
                .bool((draft, share) -> draft.share = share, "share")
                .key((setting, draft, problems) -> readAllowTrace(setting, draft), "allow_trace");
        sourceKeys
                .string((draft, account) -> draft.account = account, "account")
                .string((draft, subject) -> draft.subject = subject, "subject");
    }

    public KeyTable<?> keys() {
        return keys;
    }

    public KeyTable<?> sourceKeys() {
        return sourceKeys;
    }

    public List<ImportConfig> read(Setting setting, Problems problems) throws SettingException {
        List<ImportConfig> imports = new ArrayList<>();
        IMPORTS.read(setting, problems, (node, block) -> {
            ImportConfig read = read(block, problems);
            if (read != null && !isDuplicate(read, imports, node.position(), problems)) {
                imports.add(read);
            }
        });
        return imports;
    }

    private static boolean isDuplicate(
            ImportConfig read, List<ImportConfig> imports, ConfPosition position, Problems problems) {
        for (ImportConfig other : imports) {
            boolean isSame = read.kind() == Kind.SERVICE
                    && other.kind() == Kind.SERVICE
                    && other.account().equals(read.account())
                    && other.to().equals(read.to());
            if (isSame) {
                problems.error(
                        position,
                        "Duplicate service import subject " + Quoted.of(read.to())
                                + ", previously used in import for account " + Quoted.of(other.account())
                                + ", subject " + Quoted.of(other.subject()));
                return true;
            }
        }
        return false;
    }

    private @Nullable ImportConfig read(ConfValue.MapValue block, Problems problems) {
        ImportDraft draft = new ImportDraft();
        keys.read(block, draft, problems);
        Kind kind = draft.kind;
        if (kind == null) {
            return null;
        }
        if (kind == Kind.STREAM && draft.toPosition != null && !draft.prefix.isEmpty()) {
            problems.error(draft.toPosition, "Stream import can not have a 'prefix' and a 'to' property");
        }
        if (kind == Kind.SERVICE && draft.allowTracePosition != null) {
            problems.error(draft.allowTracePosition, "Detected allow_trace directive on a non-stream");
        }
        String to = kind == Kind.SERVICE && draft.to.isEmpty() ? draft.subject : draft.to;
        return new ImportConfig(kind, draft.account, draft.subject, to, draft.prefix, draft.share, draft.allowTrace);
    }

    private void readSource(Setting setting, Kind kind, ImportDraft draft, Problems problems) throws SettingException {
        String name = kind.name().toLowerCase(Locale.ROOT);
        if (draft.kind != null) {
            String other = kind == Kind.STREAM ? "service" : "stream";
            throw setting.fault("Detected " + name + " but already saw a " + other);
        }
        String title = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
        sourceKeys.read(setting.map(title + " entry should be an account map, got "), draft, problems);
        if (draft.account.isEmpty() || draft.subject.isEmpty()) {
            throw setting.fault("Expect an account name and a subject");
        }
        draft.kind = kind;
    }

    private static void readTo(Setting setting, ImportDraft draft) throws SettingException {
        draft.to = setting.string();
        draft.toPosition = setting.position();
    }

    private static void readAllowTrace(Setting setting, ImportDraft draft) throws SettingException {
        draft.allowTrace = setting.bool();
        draft.allowTracePosition = setting.position();
    }
}
