package dev.gannet.config.flag;

import dev.gannet.config.TlsConfig;
import dev.gannet.config.key.SettingException;
import dev.gannet.config.source.Draft;
import dev.gannet.config.tls.TlsFileException;
import dev.gannet.config.tls.TlsMaterial;
import org.jspecify.annotations.Nullable;

/**
 * The flags of TLS, which mean something together only: they take the place of the certificates of the file's block, not
 * of its other settings, and {@code --tls=false} that of all of it (CF-22).
 *
 * @param certificate {@code --tlscert}
 * @param key {@code --tlskey}
 * @param authorities {@code --tlscacert}
 * @param verifies {@code --tlsverify}
 */
record TlsFlags(String certificate, String key, String authorities, boolean verifies) {
    static void disable(Draft draft) {
        draft.tls = null;
    }

    void apply(Draft draft) throws SettingException {
        if (certificate.isEmpty()) {
            throw new SettingException("TLS Server certificate must be present and valid");
        }
        if (key.isEmpty()) {
            throw new SettingException("TLS Server private key must be present and valid");
        }
        TlsConfig tls = override(draft.tls);
        try {
            TlsMaterial.load(tls);
        } catch (TlsFileException e) {
            throw new SettingException(e.getMessage());
        }
        draft.tls = tls;
    }

    private TlsConfig override(@Nullable TlsConfig ofFile) {
        TlsConfig.Builder builder = ofFile == null ? TlsConfig.builder() : ofFile.toBuilder();
        boolean maps = ofFile != null && ofFile.mapsUsers();
        return builder.certificate(certificate, key)
                .caFile(authorities.isEmpty() ? null : authorities)
                .verifiesClients(verifies || maps) // Nobody would be mapped without a certificate.
                .build();
    }
}
