package dev.gannet.config.sharing;

import java.util.List;

/**
 * Where messages go that are published to a subject (CF-193).
 *
 * @param subject with or without wildcards
 * @param destinations where they go, each with its share; what is missing to a hundred stays where it is
 */
public record MappingConfig(String subject, List<Destination> destinations) {
    public static final int WEIGHT_MAX = 100;

    /**
     * One of several.
     *
     * @param weight how many of a hundred messages go there
     * @param cluster in which cluster that holds; empty is in any
     */
    public record Destination(String subject, int weight, String cluster) {
        public Destination {
            if (weight < 0 || weight > WEIGHT_MAX) {
                throw new IllegalArgumentException("weight: " + weight + " (expected: 0 to 100)");
            }
        }
    }

    public MappingConfig {
        destinations = List.copyOf(destinations);
    }
}
