package dev.gannet.monitor.endpoint;

import java.util.Locale;

/** Which connections {@code /connz} shows. */
public enum ConnectionState {
    OPEN,
    CLOSED,
    ALL;

    static ConnectionState of(String word) throws BadQuery {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "", "open" -> OPEN;
            case "closed" -> CLOSED;
            case "any", "all" -> ALL;
            default -> throw new BadQuery("Error decoding state for " + word);
        };
    }

    boolean hasOpen() {
        return this != CLOSED;
    }

    boolean hasClosed() {
        return this != OPEN;
    }
}
