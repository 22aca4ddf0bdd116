package dev.gannet.config.block;

import dev.gannet.config.conf.ConfNode;
import dev.gannet.config.conf.ConfValue;
import dev.gannet.config.key.KeyTable;
import dev.gannet.config.key.Setting;
import dev.gannet.config.key.SettingException;
import java.util.Locale;
import java.util.Set;

/**
 * The keys of {@code tls} for the certificates of Windows itself (CF-207). nats-server has them checked on any other system too,
 * refuses the one that makes it look there, and does nothing with the others; so does Gannet on each.
 */
final class CertStoreKeys {
    private static final Set<String> STORES = Set.of("windowscurrentuser", "windowslocalmachine");
    private static final Set<String> MATCHES = Set.of("subject", "issuer", "thumbprint");

    private CertStoreKeys() {}

    static <T> void addTo(KeyTable<T> keys) {
        keys.key((setting, draft, problems) -> store(setting), "cert_store")
                .key((setting, draft, problems) -> matchBy(setting), "cert_match_by")
                .key((setting, draft, problems) -> text(setting), "cert_match")
                .key((setting, draft, problems) -> authorities(setting), "ca_certs_match")
                .key((setting, draft, problems) -> skipInvalid(setting), "cert_match_skip_invalid");
    }

    private static void store(Setting setting) throws SettingException {
        if (STORES.contains(text(setting).toLowerCase(Locale.ROOT))) {
            throw setting.fault("cert_store not compatible with current operating system");
        }
        throw setting.fault("cert store type not implemented");
    }

    private static void matchBy(Setting setting) throws SettingException {
        if (!MATCHES.contains(text(setting).toLowerCase(Locale.ROOT))) {
            throw setting.fault("cert match by type not implemented");
        }
    }

    private static void authorities(Setting setting) throws SettingException {
        if (setting.value() instanceof ConfValue.ArrayValue array) {
            for (ConfNode node : array.nodes()) {
                if (!(node.value() instanceof ConfValue.StringValue)) {
                    throw setting.fault("error parsing ca_cert_match: unsupported type "
                            + node.value().typeName() + " where string is expected");
                }
            }
        }
    }

    private static void skipInvalid(Setting setting) throws SettingException {
        if (!(setting.value() instanceof ConfValue.BooleanValue)) {
            throw setting.fault("expected 'cert_match_skip_invalid' to be a boolean");
        }
    }

    private static String text(Setting setting) throws SettingException {
        if (setting.value() instanceof ConfValue.StringValue value
                && !value.string().isEmpty()) {
            return value.string();
        }
        throw setting.fault("expected '" + setting.key().toLowerCase(Locale.ROOT) + "' to be a valid non-empty string");
    }
}
