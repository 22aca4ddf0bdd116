package dev.gannet.engine;

import dev.gannet.base.FileExposure;
import dev.gannet.config.CertificateFiles;
import dev.gannet.config.ServerConfig;
import dev.gannet.config.TlsConfig;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A look at who may read the private keys that a configuration names. Pure functions. */
final class KeyFiles {
    private KeyFiles() {}

    /** Returns the lines for the log: one for each file that others may read too. */
    static List<String> warnings(ServerConfig config) {
        Set<String> lines = new LinkedHashSet<>();
        TlsConfig tls = config.tls();
        if (tls != null) {
            String user = System.getProperty("user.name", "");
            for (CertificateFiles files : tls.certificates()) {
                String line = warning(files.key(), user);
                if (!line.isEmpty()) {
                    lines.add(line);
                }
            }
        }
        return List.copyOf(lines);
    }

    private static String warning(String file, String user) {
        try {
            String line = FileExposure.warning("key_file", Path.of(file), user);
            return line == null ? "" : line;
        } catch (InvalidPathException e) {
            return ""; // It could not be read either, which was said already.
        }
    }
}
