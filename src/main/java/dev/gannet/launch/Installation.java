package dev.gannet.launch;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the launcher was started from: the one file that holds everything, or a home in which {@link HomeBuilder} has laid
 * it out, where the container needs to unpack nothing.
 *
 * @param jar the file that this class is in
 * @param home the folder that the jar is in, if it is a home; else null
 */
record Installation(Path jar, @Nullable Path home) {
    static final String WAR = "gannet.war";
    /** Where the war is in the one file. */
    static final String WAR_RESOURCE = "MICRO-INF/" + WAR;

    static Installation current() throws IOException {
        URL url = Installation.class.getProtectionDomain().getCodeSource().getLocation();
        try {
            return of(Path.of(url.toURI()));
        } catch (URISyntaxException e) {
            throw new IOException("not a file: " + url, e);
        }
    }

    static Installation of(Path jar) {
        boolean isHome = HomeBuilder.LAUNCH_JAR.equals(String.valueOf(jar.getFileName()));
        return new Installation(jar, isHome ? jar.getParent() : null);
    }

    /** What the container wants to know where its own launcher has not started it. */
    Map<String, String> properties() {
        return home == null
                ? Map.of()
                : Map.of(
                        "fish.payara.micro.BootJar", jar.toUri().toString(),
                        "fish.payara.micro.UnpackDir", home.toString());
    }

    /** The class that boots the container; in a home the container's own classes are on the class path. */
    String bootClass() {
        return home == null ? "fish.payara.micro.boot.PayaraMicroLauncher" : "fish.payara.micro.impl.PayaraMicroImpl";
    }
}
