package dev.gannet.ra;

import dev.gannet.api.SubjectListener;
import jakarta.resource.spi.Activation;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.InvalidPropertyException;
import org.jspecify.annotations.Nullable;

/**
 * What a message-driven bean says of its messages: {@code subject}, which may have wildcards, and if it likes
 * {@code queue}, {@code concurrency} and the properties of {@link ServerProperties}.
 *
 * <p><b>Owner:</b> the container, until the bean is activated; nobody changes it afterwards.
 */
@Activation(messageListeners = SubjectListener.class)
public final class SubjectActivation extends ServerProperties implements ActivationSpec {
    private String subject = "";
    private @Nullable String queue;
    private int concurrency = 1;

    @Override
    public void validate() throws InvalidPropertyException {
        try {
            ActivationChecks.subject("subject", subject);
            ActivationChecks.queue(queue);
            ActivationChecks.between("concurrency", concurrency, 1, ActivationChecks.CONCURRENCY_MAX);
            checkServer();
        } catch (IllegalArgumentException e) {
            throw new InvalidPropertyException("activation " + e.getMessage(), e);
        }
    }

    public String getSubject() {
        return subject;
    }

    public void setSubject(String subject) {
        this.subject = subject;
    }

    public @Nullable String getQueue() {
        return queue;
    }

    public void setQueue(@Nullable String queue) {
        this.queue = queue;
    }

    public int getConcurrency() {
        return concurrency;
    }

    public void setConcurrency(int concurrency) {
        this.concurrency = concurrency;
    }
}
