package dev.gannet.account;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.account.ServiceReplies.Pending;
import dev.gannet.interest.Interest;
import dev.gannet.interest.Matches;
import dev.gannet.subject.Subjects;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What an account's own clients wait for from services of other accounts, by where the answers go: when nobody listens
 * there any more, nobody waits either.
 *
 * <p><b>Owner:</b> any thread, under this object's lock, which is held for one look-up.
 */
final class AwaitedReplies {
    /** Most answers that one lost interest gives up; what there is besides ends by its threshold. */
    static final int LOST_MAX = 16_384;

    private @Nullable TreeSet<Place> byReply; // Few of many accounts ask for services.

    /** Where an answer goes, and where it is given. */
    static class Place implements Comparable<Place> {
        private final String reply;
        private final String subject;

        Place(String reply, String subject) {
            this.reply = reply;
            this.subject = subject;
        }

        /** Returns where the answer goes in the account that has asked. */
        public final String reply() {
            return reply;
        }

        /** Returns where the answer is published by who gives it. */
        public final String subject() {
            return subject;
        }

        @Override
        public final int compareTo(Place other) {
            int byReply = reply.compareTo(other.reply);
            return byReply != 0 ? byReply : subject.compareTo(other.subject);
        }
    }

    synchronized void add(Pending waiting) {
        if (byReply == null) {
            byReply = new TreeSet<>();
        }
        byReply.add(waiting);
    }

    synchronized void remove(Pending waiting) {
        if (byReply != null) {
            byReply.remove(waiting);
        }
    }

    synchronized int size() {
        return byReply == null ? 0 : byReply.size();
    }

    /** A subscription has ended: gives up what nobody in {@code interest} listens for any more. */
    void lost(String filter, Interest interest) {
        List<Pending> concerned = matching(filter);
        if (concerned.isEmpty()) {
            return;
        }
        Matches matches = new Matches();
        for (Pending waiting : concerned) {
            byte[] reply = waiting.reply().getBytes(ISO_8859_1);
            matches.clear();
            interest.match(reply, 0, reply.length, matches);
            if (matches.isEmpty()) {
                waiting.giveUp();
            }
        }
    }

    private synchronized List<Pending> matching(String filter) {
        if (byReply == null || byReply.isEmpty()) {
            return List.of();
        }
        String prefix = filter.substring(0, literalLength(filter));
        List<Pending> found = new ArrayList<>();
        for (Place place : byReply.tailSet(new Place(prefix, ""))) {
            if (!place.reply().startsWith(prefix) || found.size() == LOST_MAX) {
                break;
            }
            if (place instanceof Pending waiting && Subjects.matches(filter, place.reply())) {
                found.add(waiting);
            }
        }
        return found;
    }

    private static int literalLength(String filter) {
        int length = 0;
        while (length < filter.length() && filter.charAt(length) != '*' && filter.charAt(length) != '>') {
            length++;
        }
        return length;
    }
}
