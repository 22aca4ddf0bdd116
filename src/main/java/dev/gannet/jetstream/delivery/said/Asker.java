package dev.gannet.jetstream.delivery.said;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.account.Account;
import dev.gannet.account.ServiceReplies;

/**
 * Who has asked for messages, and where they listen. A request may have come through imports of services; messages are
 * not answers as those of a service are: they go straight there, show their own subject, and where to acknowledge them.
 */
public final class Asker {
    private static final int IMPORTS_MAX = 32;

    private final Account account;
    private final byte[] subject;
    private final boolean isElsewhere;
    private final boolean isGone;

    private Asker(Account account, byte[] subject, boolean isElsewhere, boolean isGone) {
        this.account = account;
        this.subject = subject;
        this.isElsewhere = isElsewhere;
        this.isGone = isGone;
    }

    /** Finds who has asked an account that is to answer on a subject, which nobody waits for any more then. */
    public static Asker of(Account account, byte[] reply) {
        Account at = account;
        byte[] subject = reply;
        for (int i = 0; i < IMPORTS_MAX && at.replies().owns(subject, subject.length); i++) {
            ServiceReplies.Pending pending = at.replies().find(new String(subject, ISO_8859_1));
            if (pending == null) {
                return new Asker(at, subject, true, true);
            }
            if (pending.measured() != null) {
                break; // How long a service takes is measured by its answers.
            }
            at.replies().forget(pending);
            at = pending.asker();
            subject = pending.reply().getBytes(ISO_8859_1);
        }
        return new Asker(at, subject, at != account, false);
    }

    /** Returns whether nobody waits there any more. */
    public boolean isGone() {
        return isGone;
    }

    /** Returns whether it is not the account that answers. */
    public boolean isElsewhere() {
        return isElsewhere;
    }

    /** Returns the account that has asked. */
    public Account account() {
        return account;
    }

    /** Returns where the messages go in that account; not to be changed. */
    public byte[] subject() {
        return subject;
    }
}
