package dev.gannet.launch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Security;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Files that the container reads at each start, in a form that is read faster: they took a fifth of a start.
 *
 * <p>Its key stores hold the certificates of public authorities and a key that is in every copy of Payara, encrypted with a
 * password that everybody knows, so slowly that it takes a tenth of a start to read them. Here they are without the
 * encryption. Its defaults for applications are mostly the types of files that this application does not have.
 */
final class ContainerDefaults {
    /** Where the container has them, below its root folder and in its jar. */
    static final String CONFIG = "config";

    private static final String IN_JAR = "MICRO-INF/domain/";
    private static final Set<String> KEY_STORES = Set.of("cacerts.p12", "keystore.p12");
    /** A key cannot be without any. */
    private static final Map<String, String> LIGHT = Map.of(
            "keystore.pkcs12.certProtectionAlgorithm", "NONE",
            "keystore.pkcs12.macAlgorithm", "NONE",
            "keystore.pkcs12.keyPbeIterationCount", "1");

    private static final char[] PASSWORD = "changeit".toCharArray(); // Payara's, for files that anybody may read.

    private static final String DEFAULT_WEB_XML = """
            <?xml version="1.0" encoding="UTF-8"?>
            <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
              <servlet>
                <servlet-name>default</servlet-name>
                <servlet-class>org.apache.catalina.servlets.DefaultServlet</servlet-class>
              </servlet>
              <servlet-mapping>
                <servlet-name>default</servlet-name>
                <url-pattern>/</url-pattern>
              </servlet-mapping>
              <login-config/>
            </web-app>
            """;

    private final Path directory;

    /** {@code directory} is where they go. */
    ContainerDefaults(Path directory) {
        this.directory = directory;
    }

    void write() throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("default-web.xml"), DEFAULT_WEB_XML);
    }

    /** Takes an entry of the container's jar, if it is one of the key stores. */
    void take(String entry, InputStream content) throws IOException {
        String name = entry.substring(entry.lastIndexOf('/') + 1);
        if (!entry.equals(IN_JAR + name) || !KEY_STORES.contains(name)) {
            return;
        }
        try (OutputStream to = Files.newOutputStream(directory.resolve(name))) {
            copy(content, to);
        } catch (GeneralSecurityException e) {
            throw new IOException(entry + ": " + e.getMessage(), e);
        }
    }

    /** How keys are encrypted can be said to the whole JVM only; it counts when an entry is set and when all are stored. */
    private static void copy(InputStream content, OutputStream to) throws IOException, GeneralSecurityException {
        Map<String, String> before = new HashMap<>();
        LIGHT.keySet().forEach(name -> before.put(name, Security.getProperty(name)));
        LIGHT.forEach(Security::setProperty);
        try {
            copy(content).store(to, PASSWORD);
        } finally {
            before.forEach((name, value) -> Security.setProperty(name, value == null ? "" : value));
        }
    }

    /** A key store writes again what it has read as it was: its entries must be put into another. */
    private static KeyStore copy(InputStream content) throws IOException, GeneralSecurityException {
        KeyStore from = KeyStore.getInstance("PKCS12");
        from.load(content, PASSWORD);
        KeyStore to = KeyStore.getInstance("PKCS12");
        to.load(null, null);
        for (String alias : Collections.list(from.aliases())) {
            if (from.isKeyEntry(alias)) { // Secret keys have no chain; null is right for them.
                to.setKeyEntry(alias, from.getKey(alias, PASSWORD), PASSWORD, from.getCertificateChain(alias));
            } else {
                to.setCertificateEntry(alias, from.getCertificate(alias));
            }
        }
        return to;
    }
}
