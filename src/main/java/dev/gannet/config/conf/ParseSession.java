package dev.gannet.config.conf;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the files of one configuration share: the environment, and how much has been read so far.
 *
 * <p><b>Owner:</b> the thread that parses.
 */
final class ParseSession {
    private static final String ENVIRONMENT_KEY =
            "pk"; // A value of the environment is parsed as the value of this key.

    private final Function<String, @Nullable String> environment;
    private final ConfLimits limits;
    private final Set<String> variablesOpen = new HashSet<>(); // Environment variables whose values are being parsed.
    private int includeDepth;
    private int reads;
    private long values;

    ParseSession(Function<String, @Nullable String> environment, ConfLimits limits) {
        this.environment = environment;
        this.limits = limits;
    }

    ConfLimits limits() {
        return limits;
    }

    ConfValue.MapValue parseFile(String file) throws ConfException {
        ConfPosition start = new ConfPosition(file, 1, 0);
        byte[] text = read(file, start);
        return parseText(text, file, directoryOf(file));
    }

    ConfValue.MapValue parseText(byte[] text, String file, String directory) throws ConfException {
        ConfPosition start = new ConfPosition(file, 1, 0);
        if (++reads > limits.readsMax()) {
            throw new ConfException("more than " + limits.readsMax() + " files and variables are read", start);
        }
        return new DocumentParser(text, file, directory, this).parse();
    }

    /** The values of an included file; {@code path} is relative to {@code directory} even if it looks absolute. */
    Map<String, ConfNode> include(String path, String directory, ConfPosition position) throws ConfException {
        if (includeDepth == limits.includeDepthMax()) {
            throw new ConfException(
                    "error parsing include file '" + path + "', files include each other more than "
                            + limits.includeDepthMax() + " deep",
                    position);
        }
        includeDepth++;
        try {
            return parseFile(join(directory, path, position)).nodes();
        } catch (ConfException e) {
            throw new ConfException("error parsing include file '" + path + "', " + e.getMessage(), e.position());
        } finally {
            includeDepth--;
        }
    }

    /** The value of an environment variable, read by the grammar; null if there is no such variable. */
    @Nullable
    ConfNode environmentValue(String name, ConfPosition position) throws ConfException {
        if (!variablesOpen.add(name)) {
            throw new ConfException("variable reference cycle for '" + name + "'", position);
        }
        try {
            String value = environment.apply(name);
            if (value == null) {
                return null;
            }
            byte[] text = (ENVIRONMENT_KEY + "=" + value).getBytes(UTF_8);
            return parseText(text, "$" + name, "").nodes().get(ENVIRONMENT_KEY);
        } finally {
            variablesOpen.remove(name);
        }
    }

    /** Counts what a value or a variable adds to the configuration. */
    void count(long size, ConfPosition position) throws ConfException {
        values += size;
        if (values > limits.valuesMax()) {
            throw new ConfException("more than " + limits.valuesMax() + " values", position);
        }
    }

    private byte[] read(String file, ConfPosition position) throws ConfException {
        byte[] text;
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            text = in.readNBytes(limits.fileBytesMax() + 1);
        } catch (IOException | InvalidPathException e) {
            throw new ConfException(whyUnread(file, e), position);
        }
        if (text.length > limits.fileBytesMax()) {
            throw new ConfException("read " + file + ": larger than " + limits.fileBytesMax() + " bytes", position);
        }
        return text;
    }

    private static String whyUnread(String file, Exception e) {
        if (e instanceof NoSuchFileException) {
            return "open " + file + ": no such file or directory";
        }
        if (e instanceof AccessDeniedException) {
            return "open " + file + ": permission denied";
        }
        if (Files.isDirectory(Path.of(file))) {
            return "read " + file + ": is a directory";
        }
        if (e instanceof FileSystemException failure && failure.getReason() != null) {
            return "open " + file + ": " + failure.getReason().toLowerCase(Locale.ROOT);
        }
        return "open " + file + ": " + e.getMessage();
    }

    private static String directoryOf(String file) {
        Path parent = Path.of(file).getParent();
        return parent == null ? "" : parent.toString();
    }

    private static String join(String directory, String path, ConfPosition position) throws ConfException {
        try {
            String relative = path.replaceFirst("^/+", "");
            Path joined = directory.isEmpty() ? Path.of(relative) : Path.of(directory, relative);
            String file = joined.normalize().toString();
            return file.isEmpty() ? "." : file;
        } catch (InvalidPathException e) {
            throw new ConfException("open " + path + ": " + e.getReason(), position);
        }
    }
}
