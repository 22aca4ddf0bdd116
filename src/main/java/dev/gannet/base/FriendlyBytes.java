package dev.gannet.base;

import java.util.Locale;

/** An amount of bytes as lines of the log have it: {@code 17.66 GB}, each unit 1024 of the one before. Pure function. */
public final class FriendlyBytes {
    private static final String[] UNITS = {"KB", "MB", "GB", "TB", "PB", "EB"};
    private static final int STEP = 1024;

    private FriendlyBytes() {}

    public static String of(long bytes) {
        if (bytes < STEP) {
            return bytes + " B";
        }
        double amount = bytes;
        int unit = -1;
        while (amount >= STEP && unit < UNITS.length - 1) {
            amount /= STEP;
            unit++;
        }
        return String.format(Locale.ROOT, "%.2f %s", amount, UNITS[unit]);
    }
}
