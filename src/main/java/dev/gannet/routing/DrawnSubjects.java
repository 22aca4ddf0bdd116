package dev.gannet.routing;

import dev.gannet.protocol.PublishFrame;
import dev.gannet.subject.transform.RandomInts;
import dev.gannet.subject.transform.SubjectMapping;
import dev.gannet.subject.transform.SubjectTransform;
import dev.gannet.subject.transform.TransformBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Gives messages another subject where that is drawn for each of them (AC-72).
 *
 * <p><b>Owner:</b> its event loop.
 */
final class DrawnSubjects {
    private final RandomInts random;
    private final TransformBuffer buffer = new TransformBuffer();
    private final Rewriters rewriters = new Rewriters();

    DrawnSubjects(RandomInts random) {
        this.random = random;
    }

    /** Returns the message as its mapping draws it, or null if it is lost; valid until the next one of this depth. */
    @Nullable
    PublishFrame map(Plan plan, PublishFrame frame, int depth) {
        SubjectMapping mapping = Objects.requireNonNull(plan.drawnBy, "a plan that is drawn has a mapping");
        SubjectTransform transform = mapping.draw(random);
        if (transform == null) {
            return null;
        }
        byte[] subject = frame.chunk().bytes(frame.subjectStart(), frame.subjectLength());
        transform.apply(subject, 0, subject.length, random, buffer);
        return rewriters.at(depth).withSubject(frame, buffer.copy());
    }
}
