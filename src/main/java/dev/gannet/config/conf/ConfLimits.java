package dev.gannet.config.conf;

/**
 * How large a configuration may be. Nobody comes near by intention; a loop of includes or variables does.
 *
 * @param depthMax most maps and arrays inside each other
 * @param includeDepthMax most files that include each other
 * @param readsMax most files, and values of environment variables, that are read in all
 * @param fileBytesMax the largest file
 * @param valuesMax most values in all; a variable counts as much as what it stands for
 */
record ConfLimits(int depthMax, int includeDepthMax, int readsMax, int fileBytesMax, long valuesMax) {
    static final ConfLimits DEFAULTS = new ConfLimits(128, 32, 10_000, 16 * 1024 * 1024, 1_000_000);
}
