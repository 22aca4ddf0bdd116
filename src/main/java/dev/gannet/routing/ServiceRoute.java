package dev.gannet.routing;

import dev.gannet.account.ServiceImport;

/** A service of another account that messages on a plan's subject go to. Immutable. */
final class ServiceRoute {
    final ServiceImport service;

    /** What the exporter calls the subject; not to be changed. */
    final byte[] subject;

    ServiceRoute(ServiceImport service, byte[] subject) {
        this.service = service;
        this.subject = subject;
    }
}
