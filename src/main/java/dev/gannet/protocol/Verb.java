package dev.gannet.protocol;

import dev.gannet.base.Chunk;
import org.jspecify.annotations.Nullable;

/** The verbs that a client may send, and how their lines go on. */
enum Verb {
    PUB("pub", Follows.SPACE_AND_ARGUMENTS),
    HPUB("hpub", Follows.SPACE_AND_ARGUMENTS),
    SUB("sub", Follows.SPACE_AND_ARGUMENTS),
    UNSUB("unsub", Follows.SPACE_AND_ARGUMENTS),
    CONNECT("connect", Follows.ARGUMENTS),
    INFO("info", Follows.ARGUMENTS),
    PING("ping", Follows.ANYTHING),
    PONG("pong", Follows.ANYTHING),
    OK("+ok", Follows.ANYTHING),
    ERR("-err", Follows.SPACE_AND_ARGUMENTS);

    private enum Follows {
        SPACE_AND_ARGUMENTS,
        ARGUMENTS,
        ANYTHING
    }

    private static final Verb[] VERBS = values();

    private final String letters;
    private final Follows follows;

    Verb(String letters, Follows follows) {
        this.letters = letters;
        this.follows = follows;
    }

    /** Returns the verb of which most letters stand at {@code position}, or null if not even one fits. */
    static @Nullable Verb of(Chunk in, int position, int limit) {
        Verb best = null;
        int most = 0;
        for (Verb verb : VERBS) {
            int matched = verb.matched(in, position, limit);
            if (matched > most) {
                best = verb;
                most = matched;
            }
        }
        return best;
    }

    /** Returns how many of its letters, in either case, stand at {@code position}. */
    int matched(Chunk in, int position, int limit) {
        int count = 0;
        while (count < letters.length() && position + count < limit) {
            byte b = in.byteAt(position + count);
            int lower = b >= 'A' && b <= 'Z' ? b + 32 : b;
            if (lower != letters.charAt(count)) {
                break;
            }
            count++;
        }
        return count;
    }

    int length() {
        return letters.length();
    }

    boolean needsSpace() {
        return follows == Follows.SPACE_AND_ARGUMENTS;
    }

    boolean hasArguments() {
        return follows != Follows.ANYTHING;
    }
}
