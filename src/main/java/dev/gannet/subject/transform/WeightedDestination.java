package dev.gannet.subject.transform;

/**
 * One destination of a mapping.
 *
 * @param subject what it makes of the source; empty is nothing at all
 * @param weight how many of a hundred messages go there
 * @param cluster in which cluster that holds; empty is in any that no other destination names
 */
public record WeightedDestination(String subject, int weight, String cluster) {
    /** All of them. */
    public static final int WEIGHT_MAX = 100;

    public WeightedDestination {
        if (weight < 0) {
            throw new IllegalArgumentException("weight: " + weight + " (expected: >= 0)");
        }
    }
}
