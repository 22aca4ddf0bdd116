package dev.gannet.ra;

import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterAssociation;
import org.jspecify.annotations.Nullable;

/**
 * What is said of a server wherever one is meant: {@code url}, {@code user}, {@code password}, {@code token},
 * {@code credentials}, {@code trustStore}, {@code trustStorePassword}, {@code keyStore}, {@code keyStorePassword}.
 *
 * <p><b>Owner:</b> the container, until the first connection is made; nobody changes it afterwards.
 */
public abstract class ServerProperties implements ResourceAdapterAssociation {
    private @Nullable String url;
    private @Nullable String user;
    private @Nullable String password;
    private @Nullable String token;
    private @Nullable String credentials;
    private @Nullable String trustStore;
    private @Nullable String trustStorePassword;
    private @Nullable String keyStore;
    private @Nullable String keyStorePassword;
    private transient @Nullable ResourceAdapter resourceAdapter;

    ServerProperties() {}

    final ServerAddress address() {
        return new ServerAddress(
                url,
                new ServerAddress.Login(user, password, token, credentials),
                new ServerAddress.Stores(trustStore, trustStorePassword, keyStore, keyStorePassword));
    }

    final void checkServer() {
        address().check();
    }

    public @Nullable String getUrl() {
        return url;
    }

    public void setUrl(@Nullable String url) {
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

    public @Nullable String getToken() {
        return token;
    }

    public void setToken(@Nullable String token) {
        this.token = token;
    }

    public @Nullable String getCredentials() {
        return credentials;
    }

    public void setCredentials(@Nullable String credentials) {
        this.credentials = credentials;
    }

    public @Nullable String getTrustStore() {
        return trustStore;
    }

    public void setTrustStore(@Nullable String trustStore) {
        this.trustStore = trustStore;
    }

    public @Nullable String getTrustStorePassword() {
        return trustStorePassword;
    }

    public void setTrustStorePassword(@Nullable String trustStorePassword) {
        this.trustStorePassword = trustStorePassword;
    }

    public @Nullable String getKeyStore() {
        return keyStore;
    }

    public void setKeyStore(@Nullable String keyStore) {
        this.keyStore = keyStore;
    }

    public @Nullable String getKeyStorePassword() {
        return keyStorePassword;
    }

    public void setKeyStorePassword(@Nullable String keyStorePassword) {
        this.keyStorePassword = keyStorePassword;
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
