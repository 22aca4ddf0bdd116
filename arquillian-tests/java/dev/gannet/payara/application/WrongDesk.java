package dev.gannet.payara.application;

import dev.gannet.api.OnSubject;
import jakarta.enterprise.context.ApplicationScoped;

/** Cannot be deployed. */
@ApplicationScoped
public class WrongDesk {
    @OnSubject("no subject")
    public void order(String order) {}
}
