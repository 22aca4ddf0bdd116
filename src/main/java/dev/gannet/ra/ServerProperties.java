package dev.gannet.ra;

import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterAssociation;
import org.jspecify.annotations.Nullable;

/**
 * What is said of a server wherever one is meant: {@code url}, {@code user}, {@code password}.
 *
 * <p><b>Owner:</b> the container, until the first connection is made; nobody changes it afterwards.
 */
public abstract class ServerProperties implements ResourceAdapterAssociation {
    private String url = ServerAddress.DEFAULT_URL;
    private @Nullable String user;
    private @Nullable String password;
    private transient @Nullable ResourceAdapter resourceAdapter;

    ServerProperties() {}

    final ServerAddress address() {
        return new ServerAddress(url, user, password);
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
