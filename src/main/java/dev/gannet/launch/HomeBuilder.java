package dev.gannet.launch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Lays out what is in the one file so that a start unpacks nothing, and so that the JVM can archive the classes: they must
 * be in jars on the class path.
 *
 * <pre>
 *  launch.jar    the launcher, the engine, the container's boot classes; its class path is lib
 *  lib/          the container's libraries, and the application's own
 *  install/      the container's adapters for databases, unpacked
 *  config/       what the container reads at each start
 *  compiler.json what the JVM's compilers are told
 *  gannet.war    the application; its classes that are on the class path too are taken from there
 * </pre>
 *
 * <p><b>Owner:</b> the main thread.
 */
final class HomeBuilder {
    static final String LAUNCH_JAR = "launch.jar";
    static final String ADAPTERS = "install";

    private static final String RUNTIME = "MICRO-INF/runtime/";
    private static final String MANIFEST = "META-INF/MANIFEST.MF";
    private static final String WAR_CLASSES = "WEB-INF/classes/";
    private static final String WAR_LIBRARIES = "WEB-INF/lib/";
    /** Beans and what else the container looks for in an application stay in it alone. */
    private static final String ENGINE = WAR_CLASSES + "dev/gannet/";

    private static final String BEANS = ENGINE + "ee/";
    /** The container has a version of its own of these, which applications get anyhow. */
    private static final String PROVIDED = WAR_LIBRARIES + "jackson-";

    private final Path jar;
    private final Path home;
    private final ContainerDefaults defaults;
    private final List<String> classPath = new ArrayList<>();
    private final Set<String> written = new HashSet<>();

    HomeBuilder(Path jar, Path home) {
        this.jar = jar;
        this.home = home;
        this.defaults = new ContainerDefaults(home.resolve(ContainerDefaults.CONFIG));
    }

    void build() throws IOException {
        Files.createDirectories(home.resolve("lib"));
        defaults.write();
        try (InputStream compiler = HomeBuilder.class.getResourceAsStream(CompilerDirectives.FILE)) {
            Files.copy(Objects.requireNonNull(compiler), home.resolve(CompilerDirectives.FILE));
        }
        try (JarFile from = new JarFile(jar.toFile())) {
            Enumeration<JarEntry> entries = from.entries();
            while (entries.hasMoreElements()) {
                lay(from, entries.nextElement());
            }
            layLibrariesOfWar();
            writeLaunchJar(from);
        }
    }

    private void lay(JarFile from, JarEntry entry) throws IOException {
        String name = entry.getName();
        boolean isRuntime = name.startsWith(RUNTIME);
        try (InputStream content = from.getInputStream(entry)) {
            if (isRuntime && name.endsWith(".jar")) {
                layLibrary(content, name);
            } else if (isRuntime && name.endsWith(".rar")) {
                layAdapter(content, fileName(name).replace(".rar", ""));
            } else if (name.equals(Installation.WAR_RESOURCE)) {
                Files.copy(content, war());
            } else {
                defaults.take(name, content);
            }
        }
    }

    private void layLibrary(InputStream content, String name) throws IOException {
        String path = "lib/" + fileName(name);
        Files.copy(content, home.resolve(path));
        classPath.add(path);
    }

    private void layAdapter(InputStream content, String name) throws IOException {
        Path directory = home.resolve(ADAPTERS).resolve("applications").resolve(name);
        ZipInputStream archive = new ZipInputStream(content);
        for (ZipEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
            Path file = directory.resolve(entry.getName()).normalize();
            if (!file.startsWith(directory)) {
                throw new IOException(entry.getName() + " in " + name + " (expected: below it)");
            }
            if (!entry.isDirectory()) {
                Files.createDirectories(file.resolveSibling(""));
                Files.copy(archive, file);
            }
        }
    }

    private void layLibrariesOfWar() throws IOException {
        try (JarFile from = new JarFile(war().toFile())) {
            Enumeration<JarEntry> entries = from.entries();
            while (entries.hasMoreElements()) {
                JarEntry entry = entries.nextElement();
                String name = entry.getName();
                if (name.startsWith(WAR_LIBRARIES) && name.endsWith(".jar") && !name.startsWith(PROVIDED)) {
                    try (InputStream content = from.getInputStream(entry)) {
                        layLibrary(content, name);
                    }
                }
            }
        }
    }

    private void writeLaunchJar(JarFile from) throws IOException {
        Manifest manifest = new Manifest(from.getManifest());
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, String.join(" ", classPath));
        try (JarOutputStream to = new JarOutputStream(Files.newOutputStream(home.resolve(LAUNCH_JAR)), manifest);
                JarInputStream own = new JarInputStream(Files.newInputStream(jar));
                JarInputStream ofWar = new JarInputStream(Files.newInputStream(war()))) {
            written.add(MANIFEST);
            for (JarEntry entry = own.getNextJarEntry(); entry != null; entry = own.getNextJarEntry()) {
                String name = entry.getName();
                if (!name.startsWith(RUNTIME) && !name.equals(Installation.WAR_RESOURCE)) {
                    copy(own, name, to);
                }
            }
            for (JarEntry entry = ofWar.getNextJarEntry(); entry != null; entry = ofWar.getNextJarEntry()) {
                String name = entry.getName();
                if (name.startsWith(ENGINE) && !name.startsWith(BEANS)) {
                    copy(ofWar, name.substring(WAR_CLASSES.length()), to);
                }
            }
        }
    }

    /** Of two entries with one name the first counts, as on a class path. The container looks for entries of folders too. */
    private void copy(InputStream content, String name, JarOutputStream to) throws IOException {
        if (written.add(name)) {
            to.putNextEntry(new JarEntry(name));
            content.transferTo(to);
            to.closeEntry();
        }
    }

    private Path war() {
        return home.resolve(Installation.WAR);
    }

    private static String fileName(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }
}
