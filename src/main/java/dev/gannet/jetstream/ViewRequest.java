package dev.gannet.jetstream;

/**
 * What is wanted of a stream (JA-138).
 *
 * @param deletedDetails whether the sequences are listed that are gone
 * @param subjectsFilter of the subjects that are listed; empty lists none
 * @param offset how many subjects are left out at the beginning
 */
public record ViewRequest(boolean deletedDetails, String subjectsFilter, int offset) {
    /** Most subjects of one answer. */
    public static final int SUBJECTS_MAX = 100_000;

    /** Nothing but what is always there. */
    public static final ViewRequest PLAIN = new ViewRequest(false, "", 0);
}
