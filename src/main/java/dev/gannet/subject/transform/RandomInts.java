package dev.gannet.subject.transform;

/** Where chance comes from when a destination is drawn or a transform makes a random token. */
@FunctionalInterface
public interface RandomInts {
    /** Returns a number from zero on and below {@code bound}, which is positive. */
    int below(int bound);
}
