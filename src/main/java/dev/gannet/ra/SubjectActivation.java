package dev.gannet.ra;

import dev.gannet.api.SubjectListener;
import jakarta.resource.spi.Activation;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.ResourceAdapter;
import org.jspecify.annotations.Nullable;

/**
 * What a message-driven bean says of its messages: {@code subject}, which may have wildcards, and if it likes
 * {@code queue}, {@code url}, {@code user} and {@code password}.
 *
 * <p><b>Owner:</b> the container, until the bean is activated; nobody changes it afterwards.
 */
@Activation(messageListeners = SubjectListener.class)
public final class SubjectActivation implements ActivationSpec {
    private @Nullable ResourceAdapter resourceAdapter;
    private String subject = "";
    private @Nullable String queue;
    private String url = ServerAddress.DEFAULT_URL;
    private @Nullable String user;
    private @Nullable String password;

    @Override
    public void validate() throws InvalidPropertyException {
        if (subject.isBlank()) {
            throw new InvalidPropertyException("activation property subject is missing");
        }
    }

    ServerAddress address() {
        return new ServerAddress(url, user, password);
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

    public String getUrl() {
        return url;
    }

    public void setUrl(String url) {
        this.url = url;
    }

    public @Nullable String getUser() {
        return user;
    }

    public void setUser(@Nullable String user) {
        this.user = user;
    }

    public @Nullable String getPassword() {
        return password;
    }

    public void setPassword(@Nullable String password) {
        this.password = password;
    }

    @Override
    public @Nullable ResourceAdapter getResourceAdapter() {
        return resourceAdapter;
    }

    @Override
    public void setResourceAdapter(@Nullable ResourceAdapter adapter) {
        this.resourceAdapter = adapter;
    }
}
