package dev.gannet.subject.transform;

import dev.gannet.subject.Subjects;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where messages go that are published to what a source takes: to one destination, or to several by weight (AC-71 to
 * AC-75). What is missing to a hundred stays on its subject, unless the source is itself a destination: then it is lost.
 *
 * <p>It never changes, so any thread may use it.
 *
 * <p><b>Hot path:</b> {@link #matches} and {@link #draw} allocate nothing.
 */
public final class SubjectMapping {
    private final String source;
    private final SourcePattern pattern;
    private final List<WeightedDestination> shown;
    private final Shares.Range[] ranges;
    private final boolean isCertain; // There is nothing to draw: always the first one, or always none.

    private SubjectMapping(String source, Shares shares, String cluster) {
        this.source = source;
        this.pattern = SourcePattern.of(source);
        this.shown = List.copyOf(shares.shown());
        this.ranges = shares.ranges(cluster).toArray(Shares.Range[]::new);
        this.isCertain = ranges.length == 0 || ranges[0].end() == WeightedDestination.WEIGHT_MAX;
    }

    /**
     * Returns the mapping of a source, which is checked as its destinations are.
     *
     * @param cluster the name of the server's own cluster, or the empty text: destinations that name it count there, and
     *     if there are none, those that name no cluster
     */
    public static SubjectMapping of(String source, List<WeightedDestination> destinations, String cluster)
            throws TransformException {
        if (!Subjects.isValidConfigured(source)) {
            throw new TransformException(TransformException.BAD_SUBJECT);
        }
        return new SubjectMapping(source, new Shares(source, destinations), cluster);
    }

    /** Returns what is wrong with a mapping; the empty text if nothing is. */
    public static String problem(String source, List<WeightedDestination> destinations) {
        try {
            of(source, destinations, "");
            return "";
        } catch (TransformException e) {
            return e.getMessage();
        }
    }

    public String source() {
        return source;
    }

    /**
     * Returns the destinations as monitoring shows them (MO-84): in the order in which they are drawn, with what is left
     * on its subject, and each weight added to those before it.
     */
    public List<WeightedDestination> shown() {
        return shown;
    }

    /** Returns whether the mapping is that of a subject, unless one before it is. */
    public boolean matches(byte[] subject, int offset, int length) {
        return pattern.matches(subject, offset, length);
    }

    /** Returns whether all messages on one subject go to the same one, so that asking once is enough. */
    public boolean isConstant() {
        if (!isCertain) {
            return false;
        }
        SubjectTransform only = ranges.length == 0 ? null : ranges[0].transform();
        return only == null || !only.isRandom();
    }

    /** Returns what is made of the subject of one message, which the mapping matches; null if the message is lost. */
    public @Nullable SubjectTransform draw(RandomInts random) {
        if (isCertain) {
            return ranges.length == 0 ? null : ranges[0].transform();
        }
        int drawn = random.below(WeightedDestination.WEIGHT_MAX);
        for (Shares.Range range : ranges) {
            if (drawn < range.end()) {
                return range.transform();
            }
        }
        return null;
    }
}
