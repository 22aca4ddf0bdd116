package dev.gannet.account;

import dev.gannet.config.sharing.ImportConfig;
import dev.gannet.interest.Subscriber;
import dev.gannet.interest.Subscription;

/**
 * Stands in an importer's interest for a service of another account: what matches it is asked there (AC-40, AC-41).
 */
public final class ServiceImport extends Subscription {
    private static final String SID = "0";

    private final Account exporter;
    private final ServiceTerms terms;
    private final boolean shares;
    private final SubjectPair subjects;

    /** {@code nobody} is who holds it, to whom nothing is delivered. */
    ServiceImport(ImportConfig config, Account exporter, ServiceTerms terms, Subscriber nobody) {
        this(config, exporter, terms, nobody, new SubjectPair(config.subject(), config.to()));
    }

    private ServiceImport(
            ImportConfig config, Account exporter, ServiceTerms terms, Subscriber nobody, SubjectPair subjects) {
        super(nobody, subjects.hereFilter(), null, SID);
        this.exporter = exporter;
        this.terms = terms;
        this.shares = config.share();
        this.subjects = subjects;
    }

    public Account exporter() {
        return exporter;
    }

    /** Returns what the exporter says of answers. */
    public ServiceTerms terms() {
        return terms;
    }

    /** Returns whether the exporter is told who asks. */
    public boolean shares() {
        return shares;
    }

    /** Returns what the exporter calls a subject of the importer's. */
    public String there(String subject) {
        return subjects.there(subject);
    }
}
