package dev.gannet.config.sharing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an account has beside users, permissions and limits (CF-186..193).
 *
 * @param nkey its public key; empty if it has none
 * @param mappings where messages go that are published to a subject
 * @param jetStream how much of JetStream it has; null is nothing
 * @param maxLeafNodes most leaf nodes at a time, or {@link #UNLIMITED}
 */
public record AccountFeatures(
        String nkey,
        List<ExportConfig> exports,
        List<ImportConfig> imports,
        List<MappingConfig> mappings,
        @Nullable AccountJetStreamConfig jetStream,
        int maxLeafNodes) {
    public static final int UNLIMITED = -1;
    public static final AccountFeatures NONE =
            new AccountFeatures("", List.of(), List.of(), List.of(), null, UNLIMITED);

    public AccountFeatures {
        exports = List.copyOf(exports);
        imports = List.copyOf(imports);
        mappings = List.copyOf(mappings);
    }
}
