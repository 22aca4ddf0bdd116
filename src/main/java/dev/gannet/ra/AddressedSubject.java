package dev.gannet.ra;

import dev.gannet.api.SubjectAddress;
import jakarta.resource.Referenceable;
import jakarta.resource.spi.AdministeredObject;
import javax.naming.Reference;
import org.jspecify.annotations.Nullable;

/**
 * The administered object: {@code subject}.
 *
 * <p><b>Owner:</b> the container, until somebody looks it up; nobody changes it afterwards.
 */
@AdministeredObject(adminObjectInterfaces = SubjectAddress.class)
public final class AddressedSubject implements SubjectAddress, Referenceable {
    private static final long serialVersionUID = 1L;

    private String subject = "";
    private @Nullable Reference reference;

    @Override
    public String subject() {
        return ActivationChecks.literal("subject", subject);
    }

    public String getSubject() {
        return subject;
    }

    public void setSubject(String subject) {
        this.subject = subject;
    }

    @Override
    public @Nullable Reference getReference() {
        return reference;
    }

    @Override
    public void setReference(Reference reference) {
        this.reference = reference;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AddressedSubject that && subject.equals(that.subject);
    }

    @Override
    public int hashCode() {
        return subject.hashCode();
    }
}
