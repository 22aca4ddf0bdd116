package dev.gannet.jetstream.config;

import dev.gannet.base.Quoted;
import dev.gannet.jetstream.error.ApiException;
import dev.gannet.subject.Subjects;
import java.util.List;

/** What a stream may capture (ST-37 to ST-43). Pure functions. */
final class SubjectChecks {
    private static final String EVERYTHING = ">";
    private static final List<String> JETSTREAM = List.of("$JS.>", "$JSC.>", "$NRG.>");

    private SubjectChecks() {}

    static void check(StreamDraft draft) throws ApiException {
        List<String> subjects = draft.subjects;
        if (subjects.isEmpty()) {
            if (draft.mirror == null && draft.sources.isEmpty()) {
                draft.subjects = List.of(draft.name);
            }
            return;
        }
        for (int i = 0; i < subjects.size(); i++) {
            String subject = subjects.get(i);
            if (!Subjects.isValidConfigured(subject)) {
                throw StreamChecks.invalid("invalid subject");
            }
            if (!draft.noAck) {
                checkAcknowledged(subject);
            } else if (subject.equals(EVERYTHING) && draft.replicas != 1) {
                throw StreamChecks.invalid("capturing all subjects requires replicas of 1");
            }
            for (String other : subjects.subList(i + 1, subjects.size())) {
                if (Subjects.collide(other, subject)) {
                    throw StreamChecks.invalid(
                            "subject " + Quoted.ofBytes(subject) + " overlaps with " + Quoted.ofBytes(other));
                }
            }
        }
    }

    /** What answers would go in circles through. */
    private static void checkAcknowledged(String subject) throws ApiException {
        if (subject.equals(EVERYTHING)) {
            throw StreamChecks.invalid("capturing all subjects requires no-ack to be true");
        }
        for (String own : JETSTREAM) {
            if (Subjects.collide(subject, own) && !Subjects.isSubset(subject, "$JS.EVENT.>")) {
                throw StreamChecks.invalid("subjects that overlap with jetstream api require no-ack to be true");
            }
        }
        if (Subjects.collide(subject, "$SYS.>") && !Subjects.isSubset(subject, "$SYS.ACCOUNT.>")) {
            throw StreamChecks.invalid("subjects that overlap with system api require no-ack to be true");
        }
    }
}
