package dev.gannet.jetstream.config;

/** What streams and consumers may be called (JA-65). Pure functions. */
public final class AssetNames {
    public static final int LENGTH_MAX = 255;

    /** Most characters of what is said of one. */
    public static final int DESCRIPTION_MAX = 4096;

    private static final String FORBIDDEN = " \t\r\n\f.*>\\/";

    private AssetNames() {}

    /** Returns whether it is a name, however long. */
    public static boolean isValid(String name) {
        return !name.isEmpty() && name.chars().noneMatch(c -> FORBIDDEN.indexOf(c) >= 0);
    }

    /** Returns whether it could be taken for a path. */
    public static boolean hasPathSeparator(String name) {
        return name.indexOf('\\') >= 0 || name.indexOf('/') >= 0;
    }
}
