package dev.gannet.store.segment;

/** Is shown subjects, one after the other. */
public interface SubjectVisitor {
    /**
     * Looks at a subject.
     *
     * @param subject the receiver's own
     * @param totals good until this returns
     * @return whether to go on
     */
    boolean subject(byte[] subject, SubjectTotals totals);
}
