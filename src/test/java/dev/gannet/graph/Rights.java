package dev.gannet.graph;

import dev.gannet.graph.Graph.Rules;
import java.util.List;

/** What the permissions of a user come to. Entries for subscriptions may have a queue behind the subject. */
final class Rights {
    private Rights() {}

    static boolean mayPublish(Rules rules, String subject) {
        List<String> allow = rules.publish() == null && rules.answers() != 0 ? List.of() : rules.publish();
        return (allow == null || anyMatches(allow, subject)) && !anyMatches(rules.publishNot(), subject);
    }

    static boolean maySubscribe(Rules rules, String wanted, String queue) {
        List<String> allow = rules.subscribe();
        if (isDenied(rules, wanted, queue)) {
            return false;
        }
        if (allow == null) {
            return true;
        }
        List<String> ofQueues = allow.stream()
                .filter(entry -> !queue.isEmpty() && isQueued(entry) && Texts.matches(subject(entry), wanted))
                .toList();
        return ofQueues.isEmpty()
                ? anyMatches(allow, wanted)
                : ofQueues.stream().anyMatch(entry -> Texts.matches(queue(entry), queue));
    }

    /** Where more was subscribed to than is allowed, the rest does not come. */
    static boolean mayReceive(Rules rules, String subject, String queue) {
        List<String> allow = rules.subscribe();
        return !isDenied(rules, subject, queue)
                && (allow == null || anyMatches(allow, subject) || anyMatchesFor(allow, subject, queue));
    }

    private static boolean isDenied(Rules rules, String subject, String queue) {
        return anyMatches(rules.subscribeNot(), subject) || anyMatchesFor(rules.subscribeNot(), subject, queue);
    }

    private static boolean anyMatches(List<String> entries, String subject) {
        return entries.stream().anyMatch(entry -> !isQueued(entry) && Texts.matches(entry, subject));
    }

    private static boolean anyMatchesFor(List<String> entries, String subject, String queue) {
        return !queue.isEmpty()
                && entries.stream()
                        .anyMatch(entry -> isQueued(entry)
                                && Texts.matches(subject(entry), subject)
                                && Texts.matches(queue(entry), queue));
    }

    private static boolean isQueued(String entry) {
        return entry.contains(" ");
    }

    private static String subject(String entry) {
        return entry.substring(0, entry.indexOf(' '));
    }

    private static String queue(String entry) {
        return entry.substring(entry.indexOf(' ') + 1);
    }
}
