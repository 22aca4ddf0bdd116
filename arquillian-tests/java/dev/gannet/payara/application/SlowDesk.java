package dev.gannet.payara.application;

import dev.gannet.api.Messaging;
import dev.gannet.api.OnSubject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/** A call of it lasts as long as who is asked by it lets it. */
@ApplicationScoped
public class SlowDesk {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Inject
    Messaging messaging;

    @OnSubject("slow.held")
    public String held() {
        return "after " + messaging.request("slow.question", "", SOON).text();
    }

    @OnSubject("slow.alive")
    public String alive() {
        return "alive";
    }
}
