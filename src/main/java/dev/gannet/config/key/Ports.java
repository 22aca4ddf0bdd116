package dev.gannet.config.key;

/** Which ports there are: 1 to 65535, -1 for a free one, 0 for none or the default. */
public final class Ports {
    public static final int MIN = -1;
    public static final int MAX = 65535;

    private Ports() {}

    public static String invalid(long port) {
        return "invalid port " + port + ", needs to be -1 or at most " + MAX;
    }
}
