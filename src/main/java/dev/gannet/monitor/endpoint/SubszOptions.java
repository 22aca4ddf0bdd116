package dev.gannet.monitor.endpoint;

import dev.gannet.subject.Subjects;

/**
 * What a {@code /subsz} request asks for. Texts are empty where it asks for nothing.
 *
 * @param subscriptions whether to list the subscriptions
 * @param page which part of that list
 * @param account only those in this account
 * @param test only those that a message on this subject would reach
 */
public record SubszOptions(boolean subscriptions, Page page, String account, String test) {
    static SubszOptions of(Query query) throws BadQuery {
        boolean subscriptions = query.flag("subs");
        Page page = Page.of(query.number("offset"), query.number("limit"));
        return of(subscriptions, page, query.text("acc"), query.text("test"));
    }

    /** Returns the options, if {@code test} is empty or a subject to publish to. */
    public static SubszOptions of(boolean subscriptions, Page page, String account, String test) throws BadQuery {
        if (!test.isEmpty() && !Subjects.isValidLiteral(test)) {
            throw new BadQuery("invalid test subject, must be valid publish subject: " + test);
        }
        return new SubszOptions(subscriptions, page, account, test);
    }
}
