package dev.gannet.protocol;

import dev.gannet.base.Secrets;
import java.util.concurrent.atomic.AtomicLong;

/** Makes the ids of events: 22 characters of which none comes twice, on this server or another (MO-154). Any thread. */
public final class EventIds {
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int PREFIX_LENGTH = 12;
    private static final int NUMBER_LENGTH = 10;

    private final String prefix;
    private final AtomicLong last = new AtomicLong();

    public EventIds() {
        StringBuilder text = new StringBuilder(PREFIX_LENGTH);
        for (byte b : Secrets.random(PREFIX_LENGTH)) {
            text.append(DIGITS.charAt((b & 0xff) % DIGITS.length()));
        }
        prefix = text.toString();
    }

    public String next() {
        char[] number = new char[NUMBER_LENGTH];
        long rest = last.incrementAndGet();
        for (int i = NUMBER_LENGTH - 1; i >= 0; i--) {
            number[i] = DIGITS.charAt((int) (rest % DIGITS.length()));
            rest /= DIGITS.length();
        }
        return prefix + new String(number);
    }
}
