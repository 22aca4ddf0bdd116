package dev.gannet.shard;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which file of which journal: that stands in the file's name, where no damage to its bytes reaches.
 *
 * @param journalId a number that nobody outside can foretell
 * @param number counts the files from one on
 */
record JournalPlace(long journalId, int number) {
    private static final Pattern NAME = Pattern.compile("(\\d{10})-([0-9a-f]{16})\\.wal");

    /** Returns the place that a file's name tells of; empty if it is no journal's. */
    static Optional<JournalPlace> of(String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(matcher.group(1));
        return number < 1 || number > Integer.MAX_VALUE
                ? Optional.empty()
                : Optional.of(new JournalPlace(Long.parseUnsignedLong(matcher.group(2), 16), (int) number));
    }

    String name() {
        return String.format("%010d-%016x.wal", number, journalId);
    }

    JournalPlace next() {
        return new JournalPlace(journalId, Math.addExact(number, 1));
    }
}
