package dev.gannet.payara.application;

import dev.gannet.api.OnSubject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What it says is configured. */
@ApplicationScoped
public class ConfiguredDesk {
    @Inject
    @ConfigProperty(name = "desk.greeting")
    String greeting;

    @OnSubject("configured.greeting")
    public String greeting() {
        return greeting;
    }
}
