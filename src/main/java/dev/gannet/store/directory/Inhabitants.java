package dev.gannet.store.directory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Looks at a directory that does not say whose it is: what is not empty is not taken for empty. Pure functions. */
final class Inhabitants {
    /** What may be in a directory that nobody uses yet: what a first start leaves that was cut short, and file systems. */
    private static final Set<String> OF_NOBODY = Set.of(StoreLock.FILE, StoreIdentity.NEW_FILE, "lost+found");

    private static final Set<String> OURS = Set.of("journal", "shards", "streams", "h2");
    private static final Set<String> ACCOUNTS_OF_NATS_SERVER = Set.of("$G", "$SYS");
    /** What nats-server has below an account: its streams, the cluster's logs, sources' templates (ST-258). */
    private static final List<String> BELOW_ACCOUNTS = List.of("streams", "_js_", "templates");

    private Inhabitants() {}

    /** Fails if somebody's files are there. */
    static void requireNone(Path directory) throws IOException, StoreDirectoryException {
        List<Path> entries;
        try (Stream<Path> listed = Files.list(directory)) {
            entries = listed.filter(entry -> !OF_NOBODY.contains(name(entry)))
                    .sorted()
                    .toList();
        }
        for (Path entry : entries) {
            if (isOfNatsServer(entry)) {
                throw new StoreDirectoryException("storage directory \"" + directory
                        + "\" holds streams of nats-server (\""
                        + name(entry) + "\"), which Gannet does not read. Give Gannet another store_dir, and bring the"
                        + " streams over from the running nats-server, such as by mirrors; nothing was changed");
            }
        }
        for (Path entry : entries) {
            if (OURS.contains(name(entry))) {
                throw new StoreDirectoryException("storage directory \"" + directory + "\" has \"" + name(entry)
                        + "\" but no \"" + StoreIdentity.FILE + "\", so it is not known whose it is."
                        + " Put the file back from a backup of the directory; nothing was changed");
            }
        }
        if (!entries.isEmpty()) {
            throw new StoreDirectoryException(
                    "storage directory \"" + directory + "\" holds files that are not Gannet's (\""
                            + name(entries.get(0)) + "\"): it needs a directory of its own; nothing was changed");
        }
    }

    private static boolean isOfNatsServer(Path entry) {
        if (!Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        return ACCOUNTS_OF_NATS_SERVER.contains(name(entry))
                || BELOW_ACCOUNTS.stream().anyMatch(below -> Files.isDirectory(entry.resolve(below)));
    }

    private static String name(Path entry) {
        return entry.getFileName().toString();
    }
}
