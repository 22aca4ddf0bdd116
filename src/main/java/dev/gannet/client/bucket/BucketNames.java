package dev.gannet.client.bucket;

import java.util.regex.Pattern;

/** What a bucket may be called. */
public final class BucketNames {
    public static final String EXPECTED = "is not a name of a bucket (expected: letters, digits, - and _)";
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]+");

    private BucketNames() {}

    public static boolean isValid(String name) {
        return NAME.matcher(name).matches();
    }
}
