package dev.gannet.net.ocsp;

import org.jspecify.annotations.Nullable;

/**
 * Who can have the JVM show staples. That is a matter of the whole process, so a server that is part of somebody else's
 * program can not: {@link #FOREIGN}.
 */
public interface StapleHost {
    StapleHost FOREIGN = new StapleHost() {
        @Override
        public boolean shows() {
            // Who has switched it on for its process has the JVM ask the authority itself.
            return Boolean.getBoolean(JvmStaples.ENABLED);
        }

        @Override
        public void show(@Nullable StapleMonitor monitor) {
            // Nothing of ours.
        }
    };

    /** Returns whether staples are shown at all. */
    boolean shows();

    /** Has TLS contexts that are made from now on show what {@code monitor} has; null is nothing. */
    void show(@Nullable StapleMonitor monitor);
}
