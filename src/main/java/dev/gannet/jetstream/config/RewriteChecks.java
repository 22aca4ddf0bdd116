package dev.gannet.jetstream.config;

import dev.gannet.jetstream.config.StreamConfig.Republish;
import dev.gannet.jetstream.config.StreamConfig.SubjectTransformConfig;
import dev.gannet.jetstream.error.ApiException;
import dev.gannet.jetstream.error.ErrorCode;
import dev.gannet.protocol.WireText;
import dev.gannet.subject.Subjects;
import dev.gannet.subject.transform.SubjectTransform;
import dev.gannet.subject.transform.TransformException;
import org.jspecify.annotations.Nullable;

/** What subjects become, and where messages are published again (ST-55 to ST-57). Pure functions. */
final class RewriteChecks {
    private static final String EVERYTHING = ">";

    private RewriteChecks() {}

    static void check(StreamDraft draft, boolean pedantic) throws ApiException {
        if (draft.subjectTransform != null) {
            check(
                    draft.subjectTransform,
                    ErrorCode.STREAM_TRANSFORM_INVALID_SOURCE,
                    ErrorCode.STREAM_TRANSFORM_INVALID_DESTINATION);
        }
        if (draft.republish != null) {
            draft.republish = republish(draft, draft.republish, pedantic);
        }
    }

    /** Checks a transform; the errors are those for its source and for its destination. */
    static void check(SubjectTransformConfig transform, ErrorCode source, ErrorCode destination) throws ApiException {
        if (!transform.source().isEmpty() && !Subjects.isValidConfigured(transform.source())) {
            throw source.exception("invalid subject " + transform.source());
        }
        String wrong = wrong(transform);
        if (wrong != null) {
            throw destination.exception(wrong);
        }
    }

    private static @Nullable String wrong(SubjectTransformConfig transform) {
        if (transform.destination().isEmpty()) {
            return null;
        }
        try {
            SubjectTransform.forMapping(WireText.decode(transform.source()), WireText.decode(transform.destination()));
            return null;
        } catch (TransformException e) {
            return WireText.encode(e.getMessage());
        }
    }

    private static Republish republish(StreamDraft draft, Republish asked, boolean pedantic) throws ApiException {
        String source = asked.source();
        String destination = asked.destination();
        if (source.isEmpty()) {
            if (pedantic) {
                throw StreamChecks.pedantic("republish source can not be empty");
            }
            source = EVERYTHING;
        }
        SubjectTransformConfig transform = draft.subjectTransform;
        if (destination.equals(EVERYTHING)
                && source.equals(EVERYTHING)
                && transform != null
                && draft.subjects.size() == 1
                && transform.source().equals(draft.subjects.get(0))) {
            if (pedantic) {
                throw StreamChecks.pedantic("implicit republish based on subject transform");
            }
            source = transform.destination();
            destination = source;
        }
        for (String subject : draft.subjects) {
            if (Subjects.collide(destination, subject)) {
                throw StreamChecks.invalid("stream configuration for republish destination forms a cycle");
            }
        }
        if (!isTransform(source, destination)) {
            throw StreamChecks.invalid("stream configuration for republish with transform from '" + source + "' to '"
                    + destination + "' not valid");
        }
        return new Republish(source, destination, asked.headersOnly());
    }

    /** The empty destination leaves every subject as it is. */
    private static boolean isTransform(String source, String destination) {
        if (destination.isEmpty()) {
            return true;
        }
        try {
            SubjectTransform.of(WireText.decode(source), WireText.decode(destination));
            return true;
        } catch (TransformException e) {
            return false; // What exactly is wrong is not said.
        }
    }
}
