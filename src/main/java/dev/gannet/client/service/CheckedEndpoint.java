package dev.gannet.client.service;

import dev.gannet.client.call.MethodCall;

/** An endpoint that nothing is wrong with. */
record CheckedEndpoint(String name, String subject, String queue, int concurrency, MethodCall call) {}
