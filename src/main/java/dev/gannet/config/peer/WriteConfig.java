package dev.gannet.config.peer;

import java.time.Duration;

/**
 * How long a write to another server may take, and what then.
 *
 * @param deadline zero is that of clients
 */
public record WriteConfig(Duration deadline, WriteTimeout timeout) {
    public static final WriteConfig DEFAULT = new WriteConfig(Duration.ZERO, WriteTimeout.DEFAULT);

    public WriteConfig {
        if (deadline.isNegative()) {
            throw new IllegalArgumentException("deadline: " + deadline + " (expected: >= 0)");
        }
    }
}
