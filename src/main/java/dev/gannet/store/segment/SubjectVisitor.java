package dev.gannet.store.segment;

/** Is shown subjects, one after the other. */
public interface SubjectVisitor {
    /**
     * Looks at a subject.
     *
     * @param subject the receiver's own
     * @param messages how many there are of it
     * @return whether to go on
     */
    boolean subject(byte[] subject, long messages);
}
