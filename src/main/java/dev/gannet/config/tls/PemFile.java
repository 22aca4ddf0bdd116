package dev.gannet.config.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The blocks of a file in PEM form; what stands between them is comment. */
final class PemFile {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([^-\\r\\n]+)-----\\s*(.*?)-----END \\1-----", Pattern.DOTALL);

    /** Lines with a colon at the head of a block, as old encrypted keys have them. */
    private static final Pattern HEADER = Pattern.compile("(?m)^[^\\r\\n]*:[^\\r\\n]*$");

    /** A block: its type, such as {@code CERTIFICATE}, and what it encodes. */
    static final class Block {
        private final String type;
        private final byte[] content;

        Block(String type, byte[] content) {
            this.type = type;
            this.content = content;
        }

        String type() {
            return type;
        }

        byte[] content() {
            return content;
        }
    }

    private PemFile() {}

    /** Reads a file; its errors are texts of the system's, as {@code open x: no such file or directory}. */
    static List<Block> read(String file) throws TlsFileException {
        try {
            return parse(Files.readString(Path.of(file), ISO_8859_1));
        } catch (NoSuchFileException e) {
            throw new TlsFileException("open " + file + ": no such file or directory");
        } catch (AccessDeniedException e) {
            throw new TlsFileException("open " + file + ": permission denied");
        } catch (IOException e) {
            boolean isDirectory = Files.isDirectory(Path.of(file));
            throw new TlsFileException("read " + file + ": " + (isDirectory ? "is a directory" : e.getMessage()));
        } catch (InvalidPathException e) {
            throw new TlsFileException("open " + file + ": " + e.getReason());
        }
    }

    private static List<Block> parse(String text) {
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            String encoded = HEADER.matcher(matcher.group(2)).replaceAll("");
            byte[] content = decode(encoded);
            if (content != null) {
                blocks.add(new Block(matcher.group(1), content));
            }
        }
        return blocks;
    }

    private static byte @Nullable [] decode(String encoded) {
        try {
            return Base64.getMimeDecoder().decode(encoded);
        } catch (IllegalArgumentException e) {
            return null; // What is no base64 is no block: who needs one will say that there is none.
        }
    }
}
