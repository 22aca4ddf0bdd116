package dev.gannet.interest;

/** Wants to know when somebody begins or ends to subscribe to a subject. */
public interface InterestWatcher {
    /** It may have changed. On the thread of who has changed it: it must be short, and may not change anything there. */
    void changed();
}
