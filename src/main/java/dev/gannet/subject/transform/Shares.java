package dev.gannet.subject.transform;

import dev.gannet.base.Quoted;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The destinations of a mapping as shares of a hundred, for each cluster that one of them names and for all others.
 *
 * <p><b>Owner:</b> whoever makes the mapping; for one mapping.
 */
final class Shares {
    private static final int ALL = WeightedDestination.WEIGHT_MAX;

    private final String source;
    private final Map<String, List<Share>> byCluster = new LinkedHashMap<>(); // The empty text is any cluster.

    /** One destination; without a transform its messages are lost. */
    private record Share(@Nullable SubjectTransform transform, int weight) {
        String destination() {
            return transform == null ? "" : transform.destination();
        }
    }

    /**
     * One destination and the numbers of a hundred that are its own: from the end of the one before it on.
     *
     * @param end exclusive
     */
    record Range(@Nullable SubjectTransform transform, int end) {}

    /** Checks the destinations, and adds the source itself where they do not make a hundred. */
    Shares(String source, List<WeightedDestination> destinations) throws TransformException {
        this.source = source;
        byCluster.put("", new ArrayList<>());
        Set<String> known = new HashSet<>();
        Map<String, Integer> sums = new HashMap<>();
        for (WeightedDestination destination : destinations) {
            if (!known.add(destination.subject())) {
                throw new TransformException("duplicate entry for " + Quoted.of(destination.subject()));
            }
            if (destination.weight() > ALL) {
                throw new TransformException("individual weights need to be <= 100");
            }
            if (sums.merge(destination.cluster(), destination.weight(), Integer::sum) > ALL) {
                throw new TransformException("total weight needs to be <= 100");
            }
            byCluster
                    .computeIfAbsent(destination.cluster(), cluster -> new ArrayList<>())
                    .add(new Share(transform(destination), destination.weight()));
        }
        boolean losesRest = known.contains(source);
        for (Map.Entry<String, List<Share>> entry : byCluster.entrySet()) {
            complete(entry.getValue(), sums.getOrDefault(entry.getKey(), 0), losesRest);
        }
    }

    /** Returns the ranges in a cluster; a number behind the last of them is lost. */
    List<Range> ranges(String cluster) {
        List<Range> ranges = new ArrayList<>();
        int end = 0;
        for (Share share : byCluster.getOrDefault(cluster, byCluster.getOrDefault("", List.of()))) {
            end += share.weight();
            if (share.weight() > 0) {
                ranges.add(new Range(share.transform(), end));
            }
        }
        return ranges;
    }

    /** Returns all of them as the reference server shows them: each with the end of its range for a weight. */
    List<WeightedDestination> shown() {
        List<WeightedDestination> shown = new ArrayList<>();
        byCluster.forEach((cluster, shares) -> {
            int end = 0;
            for (Share share : shares) {
                end += share.weight();
                shown.add(new WeightedDestination(share.destination(), end, cluster));
            }
        });
        return shown;
    }

    private @Nullable SubjectTransform transform(WeightedDestination destination) throws TransformException {
        return destination.subject().isEmpty() ? null : SubjectTransform.forMapping(source, destination.subject());
    }

    private void complete(List<Share> shares, int sum, boolean losesRest) throws TransformException {
        if (sum != ALL && !losesRest) {
            String same = SubjectTransform.destinationOf(source);
            shares.add(new Share(SubjectTransform.of(source, same), ALL - sum));
        }
        shares.sort(Comparator.comparingInt(Share::weight));
    }
}
