package dev.gannet.net.ocsp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;

/**
 * Where staples outlast a restart: {@code store_dir/ocsp}, a file for each certificate, by the hash of the whole
 * certificate. Without a {@code store_dir} nowhere.
 *
 * <p>One thread at a time, which may wait for the disk.
 */
final class StapleStore {
    private static final String DIRECTORY = "ocsp";
    private static final String TEMPORARY = "tmp-cert-status";

    private final String storeDirectory;

    /** {@code storeDirectory} is empty where there is none. */
    StapleStore(String storeDirectory) {
        this.storeDirectory = storeDirectory;
    }

    /** Makes the folder. */
    void prepare() throws OcspException {
        if (storeDirectory.isEmpty()) {
            return;
        }
        Path directory = directory();
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            throw new OcspException("OCSP storage directory is not a directory");
        }
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new OcspException("could not create OCSP storage directory - " + e, e);
        }
    }

    byte[] read(X509Certificate certificate) throws IOException {
        if (storeDirectory.isEmpty()) {
            throw new IOException("store_dir not set");
        }
        return Files.readAllBytes(file(certificate));
    }

    void write(X509Certificate certificate, byte[] encoded) throws IOException {
        if (storeDirectory.isEmpty()) {
            return;
        }
        Path written = Files.createTempFile(directory(), TEMPORARY, "");
        try {
            Files.write(written, encoded);
            Files.move(written, file(certificate), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(written);
        }
    }

    private Path directory() {
        return Path.of(storeDirectory, DIRECTORY);
    }

    private Path file(X509Certificate certificate) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return directory().resolve(HexFormat.of().formatHex(hash));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-256 of a certificate that was read: " + e, e);
        }
    }
}
