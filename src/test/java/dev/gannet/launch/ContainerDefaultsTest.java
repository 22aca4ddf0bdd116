package dev.gannet.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.Security;
import java.util.HexFormat;
import javax.crypto.KeyGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerDefaultsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final String ITERATIONS = "keystore.pkcs12.keyPbeIterationCount";

    /** How often a password is hashed for a key, as DER has it. */
    private static final String TEN_THOUSAND = "02022710";

    @TempDir
    Path directory;

    private ContainerDefaults defaults;

    @BeforeEach
    void write() throws Exception {
        defaults = new ContainerDefaults(directory);
        defaults.write();
    }

    @Test
    void shouldKeepTheEntriesOfAKeyStore() throws Exception {
        // given
        var key = KeyGenerator.getInstance("AES").generateKey();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setEntry("a", new KeyStore.SecretKeyEntry(key), new KeyStore.PasswordProtection(PASSWORD));
        var bytes = new ByteArrayOutputStream();
        store.store(bytes, PASSWORD);
        String iterations = Security.getProperty(ITERATIONS);

        // when
        defaults.take("MICRO-INF/domain/keystore.p12", new ByteArrayInputStream(bytes.toByteArray()));

        // then they are there, without a seal that would have to be checked
        KeyStore taken = KeyStore.getInstance("PKCS12");
        try (InputStream from = Files.newInputStream(directory.resolve("keystore.p12"))) {
            taken.load(from, "a password that nothing was sealed with".toCharArray());
        }
        assertThat(taken.getKey("a", PASSWORD)).isEqualTo(key);
        assertThat(HexFormat.of().formatHex(bytes.toByteArray())).contains(TEN_THOUSAND);
        assertThat(HexFormat.of().formatHex(Files.readAllBytes(directory.resolve("keystore.p12"))))
                .as("keys that are slow to decrypt")
                .doesNotContain(TEN_THOUSAND);
        assertThat(Security.getProperty(ITERATIONS)).isEqualTo(iterations == null ? "" : iterations);
    }

    @Test
    void shouldLeaveEverythingElse() throws Exception {
        for (String entry : new String[] {"MICRO-INF/domain/domain.xml", "a/MICRO-INF/domain/keystore.p12"}) {
            defaults.take(entry, InputStream.nullInputStream());
        }
        assertThat(directory.toFile().list()).containsExactly("default-web.xml");
    }
}
